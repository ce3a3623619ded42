"""Handing over, publishing, correcting, setting aside and retiring: the second half of a draft."""

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from agencies.models import AuditEntry, Role
from tests.factories import make_person
from tests.vignettes.draft_factories import make_draft, model_content, post_of
from vignettes.drafting import actions
from vignettes.drafting.content import Content
from vignettes.models import CaseDraft, DraftState, SeenGold, VignetteVersion

pytestmark = pytest.mark.django_db


def page(draft, step="draft_review"):
    return reverse(f"vignettes:{step}", args=[draft.pk])


def now(draft):
    return {"revision": CaseDraft.objects.get(pk=draft.pk).revision}


@pytest.fixture
def eli(north):
    """Another coordinator in North."""
    return make_person("Eli", north, Role.COORDINATOR)


@pytest.fixture
def waiting(tom):
    """Tom's draft, waiting for a second reader."""
    return actions.ask_for_review(draft=make_draft(tom), actor=tom.user, revision=1)


def verbs():
    with scopes_disabled():
        return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_second_person_publishes(client, waiting, eli):
    client.force_login(eli.user)

    response = client.post(
        page(waiting, "draft_publish"), now(waiting) | {"is_attested": "on"}, follow=True
    )

    assert "The case is in the library" in response.text
    version = VignetteVersion.objects.get()
    assert version.vignette.agency == eli.agency
    draft = CaseDraft.objects.get()
    assert (draft.state, draft.published, draft.reviewer) == ("published", version, eli.user)
    assert verbs() == [
        "draft_started",
        "draft_review_asked",
        "vignette_published",
        "draft_published",
    ]
    assert "Maple Crossing" in client.get(reverse("vignettes:library")).text


def test_publishing_needs_the_attestation(client, waiting, eli):
    client.force_login(eli.user)

    response = client.post(page(waiting, "draft_publish"), now(waiting))

    assert response.status_code == 422
    assert not VignetteVersion.objects.exists()


def test_whoever_wrote_in_a_draft_does_not_publish_it(client, waiting, tom, eli):
    actions.return_draft(draft=waiting, actor=eli.user, note="A word.", revision=2)
    changed = model_content()
    changed.sheet["difficulty"] = "hard"
    actions.save_draft(draft=waiting, actor=eli.user, content=changed, revision=3)
    actions.ask_for_review(draft=waiting, actor=tom.user, revision=4)
    for person in (tom, eli):
        client.force_login(person.user)
        response = client.post(page(waiting, "draft_publish"), now(waiting) | {"is_attested": "on"})
        assert response.status_code == 409
        assert "You wrote in this draft" in response.text
    assert not VignetteVersion.objects.exists()


def test_findings_block_the_handing_over(client, tom):
    content = model_content()
    broken = Content(content.sheet, content.facts, content.text_en, content.text_fr + "\n2031\n")
    draft = make_draft(tom, content=broken)
    client.force_login(tom.user)

    response = client.post(page(draft, "draft_ask"), now(draft))

    assert response.status_code == 409
    assert "still something to mend" in response.text
    assert "numbers differ" in response.text
    assert CaseDraft.objects.get().state == DraftState.DRAFT


def test_a_stale_decision_is_refused(client, waiting, eli):
    client.force_login(eli.user)

    response = client.post(page(waiting, "draft_publish"), {"revision": 1, "is_attested": "on"})

    assert response.status_code == 409
    assert "has changed since you opened it" in response.text


def test_the_second_reader_gives_back_with_a_note(client, waiting, tom, eli):
    client.force_login(eli.user)
    client.post(page(waiting, "draft_give_back"), now(waiting) | {"note": "Shorten the log."})
    client.force_login(tom.user)

    response = client.get(reverse("vignettes:draft", args=[waiting.pk, "text"]))

    assert "Shorten the log." in response.text
    assert CaseDraft.objects.get().state == DraftState.DRAFT


def test_giving_back_needs_a_note(client, waiting, eli):
    client.force_login(eli.user)

    assert client.post(page(waiting, "draft_give_back"), now(waiting)).status_code == 422


def test_what_waits_for_a_reader_cannot_be_saved(client, waiting, tom):
    client.force_login(tom.user)
    url = reverse("vignettes:draft", args=[waiting.pk, "scores"])
    typed = post_of(client.get(url))

    response = client.post(url, typed)

    assert response.status_code == 409
    assert "no longer being written" in response.text


def test_a_draft_is_set_aside_and_taken_up(client, tom):
    draft = make_draft(tom)
    client.force_login(tom.user)

    client.post(page(draft, "draft_set-aside"), now(draft))
    assert "Set aside" in client.get(reverse("vignettes:drafts")).text
    assert CaseDraft.objects.get().state == DraftState.RETIRED
    make_draft(tom, code="other-lantern")
    client.post(page(draft, "draft_take-up"), now(draft))

    assert CaseDraft.objects.get(code="oak-lantern").state == DraftState.DRAFT


def test_an_expert_is_asked_before_a_draft_of_others_opens(client, tom, eva):
    draft = make_draft(tom)
    client.force_login(eva.user)

    asked = client.get(page(draft))
    assert "cannot sit on a panel" in asked.text
    assert "What the rules give" not in asked.text
    opened = client.post(page(draft, "draft_open"), follow=True)

    assert "What the rules give" in opened.text
    actions.ask_for_review(draft=draft, actor=tom.user, revision=1)
    actions.publish_draft(draft=draft, actor=eva.user, revision=2, is_attested=True)
    assert set(SeenGold.objects.values_list("user__name", flat=True)) == {"Tom", "Eva"}


def test_lists_cost_the_same_however_long(client, tom, django_assert_max_num_queries):
    for number in range(5):
        make_draft(tom, code=f"oak-lantern-{number}")
    client.force_login(tom.user)
    client.get(reverse("vignettes:drafts"))

    with django_assert_max_num_queries(10):
        client.get(reverse("vignettes:drafts"))


def test_files_and_changes_of_a_case_cost_a_seat_like_its_page(client, waiting, eva, eli, north):
    publish = {"draft": waiting, "revision": waiting.revision, "is_attested": True}
    version = actions.publish_draft(actor=eli.user, **publish).version
    case = version.vignette
    files = reverse("vignettes:version_zip", args=[version.pk])
    client.force_login(eva.user)

    asked = client.get(files)
    refused = client.post(reverse("vignettes:case_retire", args=[case.pk]), {"reason": ""})

    assert asked.url == reverse("vignettes:version", args=[case.code, version.number])
    assert refused.url == reverse("vignettes:version", args=[case.code])
    assert not SeenGold.objects.filter(user=eva.user).exists()
    for name, url in {"Kim": files, "Lou": reverse("vignettes:versions", args=[case.code])}.items():
        reader = make_person(name, north, Role.COORDINATOR)
        client.force_login(reader.user)
        assert client.get(url).status_code == 200
        assert SeenGold.objects.filter(user=reader.user, version=version).exists(), name
