"""A corrected case: whose results it changes, and what publishing it does."""

import pytest
from django.urls import reverse

from agencies.models import AuditEntry, Role
from tests.factories import make_person
from tests.training.factories import assign, gold_of, hand_in
from tests.vignettes.factories import MODEL_CASE
from training.models import Coding
from vignettes.access import gold_in_force
from vignettes.actions import load_vignette
from vignettes.drafting import actions
from vignettes.drafting.content import Content, of_version

pytestmark = pytest.mark.django_db

BORN = "1981-09-14"
YOUNGER = "1996-09-14"
"""Born so much later, he is under 35 at release: item 1 is 1 instead of 0."""


@pytest.fixture
def nora(unscoped, north):
    """A second coordinator, who publishes what Tom wrote."""
    return make_person("Nora", north, Role.COORDINATOR)


@pytest.fixture
def version(unscoped, north):
    """The model case as one of North's own."""
    return load_vignette(folder=MODEL_CASE, agency=north).version


@pytest.fixture
def draft(version, tom, nora):
    """Tom's correction of the birth date, handed over for review."""
    before = of_version(version)
    facts = before.facts | {"person": before.facts["person"] | {"born": YOUNGER}}
    sheet = {key: value for key, value in before.sheet.items() if key not in ("gold", "why")}
    texts = [text.replace(BORN, YOUNGER) for text in (before.text_en, before.text_fr)]
    made = actions.start_draft(
        author=tom.user,
        agency=tom.agency,
        code="maple-crossing",
        content=Content(sheet, facts, *texts),
        corrects=version,
    )
    return actions.ask_for_review(draft=made, actor=tom.user, revision=made.revision)


def url_of(draft):
    return reverse("reliability:correction", args=[draft.pk])


def told(draft, **changes):
    fields = {
        "revision": draft.revision,
        "earlier": "rescore",
        "because": "The birth date was wrong.",
        "seen": "on",
        "is_attested": "on",
    }
    return fields | changes


def first_item(version, agency):
    return gold_in_force(agency).get(version=version, tool="static-99r").scores["i1"]


def test_page_shows_whose_results_the_correction_changes(client, draft, version, asha, nora):
    hand_in(asha, assign(asha, version), gold_of(version).scores)
    client.force_login(nora.user)

    page = client.get(url_of(draft))

    assert page.status_code == 200
    assert "Static-99R, attempts on version 1" in page.text
    assert "1 of 1 attempts would have another result" in page.text
    assert "Asha" in page.text


def test_publishing_with_rescoring_revises_the_gold_of_the_earlier_text(
    client, draft, version, asha, nora
):
    coding = hand_in(asha, assign(asha, version), gold_of(version).scores)
    client.force_login(nora.user)

    done = client.post(url_of(draft), told(draft))

    assert done.status_code == 302
    newer = version.vignette.versions.get(number=2)
    assert first_item(newer, nora.agency) == 1
    assert first_item(version, nora.agency) == 1
    assert Coding.objects.get(pk=coding.pk).scores["i1"] == 0
    assert AuditEntry.objects.filter(verb="gold_corrected").exists()


def test_publishing_without_rescoring_leaves_the_earlier_text_its_gold(
    client, draft, version, nora
):
    client.force_login(nora.user)

    client.post(url_of(draft), told(draft, earlier="keep"))

    assert first_item(version.vignette.versions.get(number=2), nora.agency) == 1
    assert first_item(version, nora.agency) == 0


@pytest.mark.parametrize("left_out", ["seen", "is_attested", "because", "earlier"])
def test_nothing_is_published_before_everything_is_said(client, draft, version, nora, left_out):
    client.force_login(nora.user)
    fields = told(draft)
    del fields[left_out]

    refused = client.post(url_of(draft), fields)

    assert refused.status_code == 422
    assert version.vignette.versions.count() == 1


def test_the_author_cannot_publish_and_a_stale_page_neither(client, draft, version, tom, nora):
    client.force_login(tom.user)
    assert client.post(url_of(draft), told(draft)).status_code == 422
    client.force_login(nora.user)
    assert client.post(url_of(draft), told(draft, revision=99)).status_code == 422
    assert version.vignette.versions.count() == 1


def test_another_agencys_correction_is_not_found(client, draft, south, asha):
    client.force_login(make_person("Tess", south, Role.COORDINATOR).user)
    assert client.get(url_of(draft)).status_code == 404
    client.force_login(asha.user)
    assert client.get(url_of(draft)).status_code == 403
