"""An agency with its own key in a file of this test's, and its analyst."""

import pytest
from django_scopes import scopes_disabled


@pytest.fixture(autouse=True)
def pseudonym_key(settings, tmp_path):
    settings.PSEUDONYM_KEY = ""
    settings.PSEUDONYM_KEY_FILE = tmp_path / "pseudonym-key"
    return settings.PSEUDONYM_KEY_FILE


@pytest.fixture
def unscoped():
    with scopes_disabled():
        yield
