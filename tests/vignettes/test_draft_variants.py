"""A variant asked for in the browser becomes a draft, and nothing more."""

import pytest
from django.urls import reverse

from agencies.models import Role
from tests.factories import make_person
from tests.vignettes.factories import MODEL_CASE, make_version
from vignettes.actions import load_vignette
from vignettes.models import CaseDraft, SeenGold, Vignette

pytestmark = pytest.mark.django_db


def url_of(version):
    return reverse("vignettes:draft_vary", args=[version.pk])


def told(**changes):
    fields = {
        "code": "oak-crossing",
        "title_en": "Oak Crossing",
        "title_fr": "Passage des Chênes",
        "score": "",
        "seed": "3",
    }
    return fields | changes


def test_a_variant_becomes_a_draft_that_names_its_parent(client, tom):
    version = make_version()
    client.force_login(tom.user)
    assert "A variant of Maple Crossing" in client.get(url_of(version)).text

    answer = client.post(url_of(version), told(score="static-99r/i8/0"), follow=True)

    draft = CaseDraft.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("vignettes:draft", args=[draft.pk, "text"])
    assert "Look at:" in answer.text
    assert draft.variant_of == version.vignette
    assert draft.state == "draft"
    assert draft.sheet["variant_of"] == "maple-crossing"
    assert not Vignette.objects.filter(code="oak-crossing").exists()
    assert SeenGold.objects.filter(user=tom.user, version=version).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"score": "static-99r/i10/1"}, "None of the variants tried gives this"),
        ({"code": "Oak"}, "Two or three plain words"),
        ({"score": "static-99r/i8/7"}, "Select a valid choice"),
        ({"title_fr": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_had_is_said_and_nothing_is_stored(client, tom, changes, sentence):
    version = make_version()
    client.force_login(tom.user)

    refused = client.post(url_of(version), told(**changes))

    assert refused.status_code == 422
    assert sentence in refused.text
    assert "Oak Crossing" in refused.text
    assert not CaseDraft.objects.exists()


def test_it_is_for_authors_and_stays_in_the_agency(client, tom, asha, south):
    own = load_vignette(folder=MODEL_CASE, agency=tom.agency).version
    client.force_login(asha.user)
    assert client.get(url_of(own)).status_code == 403
    client.force_login(make_person("Tess", south, Role.COORDINATOR).user)
    assert client.get(url_of(own)).status_code == 404
    assert client.post(url_of(own), told()).status_code == 404


def test_the_versions_page_leads_there(client, tom):
    version = make_version()
    client.force_login(tom.user)

    page = client.get(reverse("vignettes:versions", args=["maple-crossing"]))

    assert url_of(version) in page.text
