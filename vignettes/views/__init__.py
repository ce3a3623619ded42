"""The pages of cases: the library with the coding rules, and cases that are being written."""
