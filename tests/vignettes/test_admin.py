"""The admin shows what is published and changes nothing."""

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from tests.factories import make_user
from tests.vignettes.factories import make_expert_coding, make_version

MODELS = [
    "vignette",
    "vignetteversion",
    "evidencespan",
    "goldcoding",
    "expertcoding",
    "casedraft",
]


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS)
def test_admin_lists_and_never_changes(client, eva, model):
    make_expert_coding(make_version(), eva.membership)
    client.force_login(make_user("Root", is_staff=True, is_superuser=True))

    with scopes_disabled():
        listed = client.get(reverse(f"admin:vignettes_{model}_changelist"))
        added = client.get(reverse(f"admin:vignettes_{model}_add"))

    assert listed.status_code == 200
    assert added.status_code == 403
