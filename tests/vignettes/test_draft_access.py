"""Who gets through the doors of drafts, versions and zips."""

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from agencies.models import Membership, Role
from tests.factories import make_person
from tests.vignettes.draft_factories import make_draft
from tests.vignettes.factories import make_version
from vignettes.drafting import access
from vignettes.models import Panel, PanelSeat

pytestmark = pytest.mark.django_db

PAGES = ("draft_review", "draft_zip")
POSTS = (
    "draft_open",
    "draft_ask",
    "draft_set-aside",
    "draft_take-up",
    "draft_give_back",
    "draft_publish",
)


def address(name, *args):
    return reverse(f"vignettes:{name}", args=args)


@pytest.fixture
def edith(north):
    """An editor of the shipped library, analyst in North."""
    return make_person("Edith", north, Role.ANALYST, is_editor=True)


def seat(version, expert):
    with scopes_disabled():
        panel = Panel.objects.create(
            agency=expert.agency, version=version, tool="static-99r", opened_by=expert.membership
        )
        PanelSeat.objects.create(panel=panel, expert=expert.membership, label="A")


@pytest.mark.parametrize("name", PAGES)
def test_drafts_are_closed_to_assessors(client, tom, asha, name):
    draft = make_draft(tom)
    client.force_login(asha.user)

    response = client.get(address(name, draft.pk))

    assert response.status_code == 403
    assert "oak-lantern" not in response.text


@pytest.mark.parametrize("name", POSTS)
def test_steps_are_closed_to_assessors_and_no_pages(client, tom, asha, name):
    draft = make_draft(tom)
    client.force_login(tom.user)
    assert client.get(address(name, draft.pk)).status_code == 405
    client.force_login(asha.user)

    assert client.post(address(name, draft.pk)).status_code == 403


def test_somebody_who_also_scores_cases_writes_none(client, tom, north):
    Membership.objects.create(user=tom.user, agency=north, role=Role.ASSESSOR)
    client.force_login(tom.user)

    response = client.get(address("drafts"))

    assert response.status_code == 403
    assert "nobody who scores cases" in response.text


def test_a_section_that_is_none_is_404(client, tom):
    draft = make_draft(tom)
    client.force_login(tom.user)

    assert client.get(address("draft", draft.pk, "images")).status_code == 404


def test_who_codes_a_case_blind_sees_no_draft_of_it(client, edith, north):
    version = make_version()
    draft = make_draft(edith, code="maple-crossing", agency=None, corrects=version)
    Membership.objects.create(user=edith.user, agency=north, role=Role.EXPERT)
    expert = make_person("Ewa", north, Role.EXPERT, is_editor=True)
    seat(version, expert)
    client.force_login(expert.user)

    assert client.get(address("draft_review", draft.pk)).status_code == 404
    assert client.get(address("version_zip", version.pk)).status_code == 404
    assert client.get(address("versions", "maple-crossing")).status_code == 403


def test_an_expert_is_sent_to_the_question_before_versions_show_scores(client, eva):
    make_version()
    client.force_login(eva.user)

    response = client.get(address("versions", "maple-crossing"))

    assert response.url == address("version", "maple-crossing")


def test_versions_that_are_not_there_are_404(client, tom):
    make_version()
    client.force_login(tom.user)

    assert client.get(address("versions", "maple-crossing") + "?to=7").status_code == 404


def test_for_whom_one_may_write(tom, edith, asha):
    assert access.owners_for(tom.membership) == [tom.agency]
    assert access.owners_for(edith.membership) == [None]
    assert not access.may_author(asha.membership)


def test_an_editor_chooses_for_whom(client, tom):
    tom.user.is_editor = True
    tom.user.save()
    client.force_login(tom.user)
    typed = {"code": "oak-lantern", "title_en": "A", "title_fr": "B", "kind": "ncii"}

    response = client.post(
        address("draft_new"), typed | {"difficulty": "easy", "owner": "library"}, follow=True
    )

    assert "for the shipped library" in response.text


@pytest.mark.parametrize("code", ["Oak", "oak", "oak_lantern", "../x-y", "chêne-rouge"])
def test_a_code_is_plain_words(client, tom, code):
    client.force_login(tom.user)
    typed = {"code": code, "title_en": "A", "title_fr": "B", "kind": "ncii", "difficulty": "easy"}

    response = client.post(address("draft_new"), typed)

    assert response.status_code == 422
    assert "plain words joined by hyphens" in response.text
    assert 'value="A"' in response.text
