"""Corrections and variants of published cases, and cases that are retired."""

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from agencies.models import AuditEntry, Role
from tests.factories import make_person
from tests.vignettes.draft_factories import make_draft, model_content, post_of
from tests.vignettes.factories import make_version
from vignettes.drafting import actions
from vignettes.models import CaseDraft, Vignette, VignetteVersion

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
