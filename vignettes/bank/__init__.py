"""What the bank of cases covers, how it reads, and how long it lasts: measured, not praised."""

from vignettes.bank.case import BankCase, cases_of_folder, cases_of_versions
from vignettes.bank.measure import Bank, measure

__all__ = ["Bank", "BankCase", "cases_of_folder", "cases_of_versions", "measure"]
