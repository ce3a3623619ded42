"""What people may change about their own account."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import User
from agencies.own_data import Holding


def one_line(name: str) -> str:
    """A name without line breaks: it stands in headers, on certificates and in tables."""
    return " ".join(name.split())


class AccountForm(forms.ModelForm[User]):
    """Name, language and the keyboard."""

    class Meta:
        model = User
        fields = ["name", "language", "single_key_shortcuts"]

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])


class EraseForm(forms.Form):
    """The wish to delete one's account, confirmed by typing one's address."""

    email = forms.CharField(
        label=gettext_lazy("Your e-mail address, to confirm"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, user: User, holdings: Iterable[Holding]
    ) -> None:
        super().__init__(data)
        self._email = user.email
        self._asked = [holding for holding in holdings if holding.question]
        for holding in self._asked:
            self.fields[f"keep_{holding.name}"] = forms.BooleanField(
                label=str(holding.question), required=False, initial=True
            )
        self.order_fields([*(f"keep_{one.name}" for one in self._asked), "email"])

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"].strip().lower()
        if typed != self._email.lower():
            raise forms.ValidationError(_("This is not the address of this account."))
        return typed

    @property
    def wishes(self) -> set[str]:
        """The holdings of which more shall stay."""
        return {one.name for one in self._asked if self.cleaned_data[f"keep_{one.name}"]}
