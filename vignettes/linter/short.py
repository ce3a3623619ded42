"""The content rules for what people type beside a case: rationales, reasons and answers."""

from django.utils.translation import gettext as _

from vignettes.linter.prose import MARKUP, QUOTATION
from vignettes.linter.screen import screened_words


def fault(words: str) -> str:
    """What must be mended before these words are kept, as a sentence; empty where nothing is.

    They are read by others, as a case is: no quotation marks, no markup, no screened word.
    """
    if quotation := QUOTATION.search(words):
        return _(
            "Found the quotation mark %(mark)s. Report in indirect speech, without quotation marks."
        ) % {"mark": quotation.group()}
    for pattern, _what in MARKUP:
        if mark := pattern.search(words):
            return _("Found markup or an address: %(mark)s. Write plain words only.") % {
                "mark": mark.group().strip()
            }
    for start, end, in_phrase in screened_words(words):
        if not in_phrase:
            return _(
                "The word %(word)s is screened. Say it in plain words of the record, or leave it "
                "out."
            ) % {"word": words[start:end]}
    return ""
