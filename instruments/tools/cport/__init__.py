"""CPORT: risk of men convicted of CSEM offences, in seven items."""
