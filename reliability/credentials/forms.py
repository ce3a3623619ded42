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


class CodeForm(forms.Form):
    """The code of a certificate as a person copies it: alone, or the whole address."""

    code = forms.CharField(
        label=_("Code on the certificate"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("The letters and digits after /verify/, or the whole address."),
        error_messages={"required": _("Enter the code that stands on the certificate.")},
    )

    def clean_code(self) -> str:
        """What follows /verify/, without spaces and the slash at the end."""
        written = "".join(self.cleaned_data["code"].split())
        code: str = written.partition("?")[0].rstrip("/").rpartition("/verify/")[2]
        if not code or "/" in code:
            raise forms.ValidationError(
                _("This is no code of a certificate. Enter what follows /verify/ in its address.")
            )
        return code


class FilterForm(forms.Form):
    """Which certificates of the agency are listed."""

    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All")), *Status.choices]
    )
    name = forms.CharField(label=_("Name contains"), required=False, max_length=150)
