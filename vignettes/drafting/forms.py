"""What an author asks for besides the case itself, read into plain Python."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from vignettes.archive import LARGEST_UPLOAD
from vignettes.drafting.content import Content, blank
from vignettes.models import Difficulty, Kind

CODE = r"^[a-z]+(-[a-z0-9]+)+$"
LIBRARY, OWN = "library", "agency"
ATTEST = _(
    "I have read the whole case in both languages. It is fictional: it describes no real person "
    "and was not made from a real file."
)


class OwnedForm(forms.Form):
    """A form that asks for whom a case is meant, where the person may choose."""

    owner = forms.ChoiceField(label=_("For"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, owners: list[Agency | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners
        if len(owners) < 2:
            del self.fields["owner"]
            return
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells the type checker
        field.choices = [
            (LIBRARY, _("the shipped library")) if each is None else (OWN, each.name)
            for each in owners
        ]
        field.initial = OWN

    @property
    def agency(self) -> Agency | None:
        """Whose the case will be; None for the shipped library."""
        if len(self.owners) < 2:
            return self.owners[0]
        wants_library = self.cleaned_data.get("owner") == LIBRARY
        return None if wants_library else next(each for each in self.owners if each)


class NewDraftForm(OwnedForm):
    """A blank case: its code, and its heading in both languages."""

    code = forms.CharField(
        label=_("Code"),
        max_length=31,
        validators=[
            RegexValidator(
                CODE, _("Two or three plain words joined by hyphens, such as oak-lantern.")
            )
        ],
        help_text=_(
            "Two or three plain words joined by hyphens. "
            "Never a place, a person or a hint at the score."
        ),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=120)
    title_fr = forms.CharField(label=_("Title in French"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=Difficulty.choices)

    @property
    def content(self) -> Content:
        """The beginning of the case."""
        told = self.cleaned_data
        beginning = blank(told["code"])
        titles = {"en": told["title_en"], "fr": told["title_fr"]}
        heading = {"kind": told["kind"], "difficulty": told["difficulty"], "title": titles}
        return Content(beginning.sheet | heading, beginning.facts)


class ImportForm(OwnedForm):
    """A zip of the four files, and the word of the person who brings it in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The page has a second form with fields of the same names.
        super().__init__(*args, auto_id="import-%s", **kwargs)

    archive = forms.FileField(
        label=_("Zip of the four files"),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
        help_text=format_lazy(
            _("facts.json, case.en.md, case.fr.md and gold.toml; at most {n} KB."),
            n=LARGEST_UPLOAD // 1024,
        ),
    )
    code = forms.CharField(
        label=_("New code"),
        max_length=31,
        required=False,
        validators=[
            RegexValidator(
                CODE, _("Two or three plain words joined by hyphens, such as oak-lantern.")
            )
        ],
        help_text=_("Leave it empty to keep the code of the file."),
    )
    is_fictional = forms.BooleanField(
        label=_("I attest that this case is fictional: no real person, not made from a real file.")
    )

    @property
    def packed(self) -> bytes:
        """What was uploaded, read no further than what is taken."""
        found: bytes = self.cleaned_data["archive"].read(LARGEST_UPLOAD + 1)
        return found


class RevisionForm(forms.Form):
    """Which state of the draft the person has seen."""

    revision = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)


class NoteForm(RevisionForm):
    """What the second reader asks to be mended."""

    note = forms.CharField(
        label=_("What should be mended?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublishForm(RevisionForm):
    """The word of the second reader."""

    is_attested = forms.BooleanField(label=ATTEST)


class ReasonForm(forms.Form):
    """Why a case is retired or brought back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
