"""What people enter on the pages of this app, as plain values."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PublishGoldForm(forms.Form):
    """Why gold changes; assessors read it beside the score that changed."""

    because = forms.CharField(
        label=_("Reason, shown to assessors whose case it concerns"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.BooleanField(
        label=_("I have looked at the consequences above"),
        error_messages={
            "required": _("Look at the consequences above, then tick this box to publish.")
        },
    )
