"""Parallel forms: fresh versions of a case, with other facts and the text told anew.

A variant is a proposal. It passes the checks of every case and names its parent; a person reads it
and publishes it, or does not.
"""

from vignettes.variants.retelling import CannotRetellError, retell
from vignettes.variants.search import NoVariantError, Wish, propose

__all__ = ["CannotRetellError", "NoVariantError", "Wish", "propose", "retell"]
