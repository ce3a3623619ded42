"""What people enter about certificates, as plain values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reliability.credentials.status import Status


class RevokeForm(forms.Form):
    """Why a certificate ends; the holder reads it."""

    because = forms.CharField(
        label=_("Reason, shown to the holder"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the certificate is revoked.")},
    )


class FilterForm(forms.Form):
    """Which certificates of the agency are listed."""

    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All")), *Status.choices]
    )
    name = forms.CharField(label=_("Name contains"), required=False, max_length=150)
