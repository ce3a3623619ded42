"""What people may change about their own account."""

from django import forms

from agencies.models import User


class AccountForm(forms.ModelForm[User]):
    """Name, language and the keyboard."""

    class Meta:
        model = User
        fields = ["name", "language", "single_key_shortcuts"]
