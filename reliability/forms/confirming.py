"""Confirming a rule: what an expert types in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ConfirmRuleForm(forms.Form):
    """Where the rule was read."""

    source = forms.CharField(
        label=_("Source"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which manual, edition and page, or whom you asked and when."),
        error_messages={"required": _("Name the source. Without one nothing is confirmed.")},
    )


class TakeBackForm(forms.Form):
    """Why the rule is no longer held to be confirmed."""

    source = forms.CharField(
        label=_("Why it is taken back"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why. The reason stays on record.")},
    )
