"""What people enter when gold changes, as plain values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from training.forms.panels import PlainWords


class PublishGoldForm(forms.Form):
    """Why gold changes; assessors read it beside the score that changed."""

    because = PlainWords(
        label=_("Reason, shown to assessors whose case it concerns"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    gold = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """The gold coding that the page compared with."""
    seen = forms.BooleanField(
        label=_("I have looked at the consequences above"),
        error_messages={
            "required": _("Look at the consequences above, then tick this box to publish.")
        },
    )


class CorrectionForm(PublishGoldForm):
    """How a corrected case is published, and whether earlier attempts are compared with it."""

    RESCORE = "rescore"

    revision = forms.IntegerField(widget=forms.HiddenInput)
    earlier = forms.ChoiceField(
        label=_("Attempts on the earlier text"),
        choices=[
            (RESCORE, _("Compare them with the corrected scores: their text told the same")),
            ("keep", _("Leave them as they are: the text was changed, and theirs told otherwise")),
        ],
        widget=forms.RadioSelect,
    )
    is_attested = forms.BooleanField(
        label=_("I have read the case in both languages, and it is fictional"),
        error_messages={"required": _("Read the case in both languages, then tick this box.")},
    )
