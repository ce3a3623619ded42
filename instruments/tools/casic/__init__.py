"""CASIC: six correlates of an admission of sexual interest in children."""
