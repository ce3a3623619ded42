"""Handing over, publishing, correcting, setting aside and retiring: the second half of a draft."""

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from agencies.models import AuditEntry, Role
from tests.factories import make_person
from tests.vignettes.draft_factories import make_draft, model_content, post_of
from tests.vignettes.factories import make_version
from vignettes.drafting import actions
from vignettes.drafting.content import Content
from vignettes.models import CaseDraft, DraftState, SeenGold, Vignette, VignetteVersion

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


def test_a_correction_becomes_the_next_version(client, waiting, tom, eli):
    first = actions.publish_draft(
        draft=waiting, actor=eli.user, revision=2, is_attested=True
    ).version
    client.force_login(tom.user)
    client.post(reverse("vignettes:draft_correct", args=[first.pk]))
    draft = CaseDraft.objects.get(corrects=first)
    url = reverse("vignettes:draft", args=[draft.pk, "text"])
    typed = post_of(client.get(url))
    typed["text_en"] = typed["text_en"].replace("short gaps", "long gaps")
    client.post(url, typed)
    client.post(page(draft, "draft_ask"), now(draft))
    client.force_login(eli.user)

    read = client.get(page(draft))
    there = client.post(page(draft, "draft_publish"), now(draft) | {"is_attested": "on"})
    assert there.url == reverse("reliability:correction", args=[draft.pk])
    actions.publish_draft(draft=draft, actor=eli.user, revision=3, is_attested=True)

    assert "What changes since version 1" in read.text
    assert "long</ins>" in read.text
    assert "short</del>" in read.text
    assert [v.number for v in VignetteVersion.objects.all()] == [1, 2]
    versions = client.get(reverse("vignettes:versions", args=["oak-lantern"]))
    assert "From version 1 to version 2" in versions.text
    assert "long</ins>" in versions.text


def test_a_variant_names_its_parent_once_published(tom, eli):
    parent = make_version().vignette
    content = model_content()
    content.sheet["variant_of"] = parent.code
    draft = make_draft(tom, content=content)
    actions.ask_for_review(draft=draft, actor=tom.user, revision=1)

    loaded = actions.publish_draft(draft=draft, actor=eli.user, revision=2, is_attested=True)

    assert draft.variant_of == parent
    assert loaded.version.vignette.variant_of == parent


def test_an_unchanged_correction_is_refused(waiting, tom, eli):
    first = actions.publish_draft(
        draft=waiting, actor=eli.user, revision=2, is_attested=True
    ).version
    again = make_draft(tom, content=model_content(), corrects=first)
    actions.ask_for_review(draft=again, actor=tom.user, revision=1)

    with pytest.raises(actions.DraftRefusedError, match="Nothing of what readers see"):
        actions.publish_draft(draft=again, actor=eli.user, revision=2, is_attested=True)


def test_a_new_case_takes_no_code_of_the_library(tom):
    make_version()

    with pytest.raises(actions.DraftRefusedError, match="Choose another code"):
        make_draft(tom, code="maple-crossing")


def test_only_the_newest_version_is_corrected(tom):
    version = make_version()
    VignetteVersion.objects.create(
        vignette=version.vignette,
        number=2,
        facts=version.facts,
        difficulty="easy",
        content_hash="x",
    )

    with pytest.raises(actions.DraftRefusedError, match="not the newest"):
        make_draft(tom, code="maple-crossing", agency=None, corrects=version)


def test_shipped_cases_are_corrected_by_editors_only(client, tom, north):
    version = make_version()
    url = reverse("vignettes:draft_correct", args=[version.pk])
    client.force_login(tom.user)
    assert client.post(url).status_code == 404
    edith = make_person("Edith", north, Role.ANALYST, is_editor=True)
    client.force_login(edith.user)

    response = client.post(url)

    assert response.status_code == 302
    draft = CaseDraft.objects.get()
    assert (draft.agency, draft.corrects) == (None, version)
    client.force_login(tom.user)
    assert client.get(response.url).status_code == 404


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


def test_a_case_is_retired_and_brought_back_with_a_reason(client, waiting, tom, eli):
    actions.publish_draft(draft=waiting, actor=eli.user, revision=2, is_attested=True)
    case = Vignette.objects.get()
    url = reverse("vignettes:case_retire", args=[case.pk])
    client.force_login(tom.user)

    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(url, {"reason": "Too well known."})
    assert "oak-lantern" not in client.get(reverse("vignettes:library")).text
    page_of_versions = client.get(reverse("vignettes:versions", args=["oak-lantern"]))
    assert "given to nobody any more" in page_of_versions.text
    client.post(url, {"reason": "Forgotten by now."})

    assert Vignette.objects.get().retired_at is None
    assert verbs()[-2:] == ["vignette_retired", "vignette_brought_back"]


def test_lists_cost_the_same_however_long(client, tom, django_assert_max_num_queries):
    for number in range(5):
        make_draft(tom, code=f"oak-lantern-{number}")
    client.force_login(tom.user)
    client.get(reverse("vignettes:drafts"))

    with django_assert_max_num_queries(10):
        client.get(reverse("vignettes:drafts"))
