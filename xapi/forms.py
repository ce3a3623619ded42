"""Where a record store is, and how it lets us in."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.webhook_sending import AddressRefusedError, checked_address, target_of


class StoreForm(forms.Form):
    """A learning record store of the agency's own."""

    endpoint = forms.CharField(
        label=gettext_lazy("Address of the store"),
        max_length=400,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=gettext_lazy("Its xAPI endpoint, without “statements” at the end."),
    )
    key = forms.CharField(label=gettext_lazy("User name (key)"), max_length=200)
    secret = forms.CharField(
        label=gettext_lazy("Password (secret)"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_endpoint(self) -> str:
        url: str = self.cleaned_data["endpoint"].rstrip("/")
        try:
            target = target_of(url, may_be_local=settings.WEBHOOKS_MAY_BE_LOCAL)
            if "?" in target.path:
                raise forms.ValidationError(_("Take the question mark and what follows out."))
            checked_address(target)
        except AddressRefusedError as error:
            raise forms.ValidationError(str(error)) from error
        except OSError as error:
            raise forms.ValidationError(
                _("The name in this address is not known. Look for a typing error.")
            ) from error
        return url
