"""Drafts in the browser: who may write, what is kept, and what a second person must do."""

import pytest
from django.urls import reverse

from agencies.models import Role
from tests.factories import make_person
from tests.vignettes.draft_factories import make_draft, post_of
from vignettes.drafting.content import of_draft
from vignettes.models import CaseDraft

pytestmark = pytest.mark.django_db

DRAFTS = reverse("vignettes:drafts")
NEW = reverse("vignettes:draft_new")


def section(draft, name):
    return reverse("vignettes:draft", args=[draft.pk, name])


def review(draft, step="draft_review"):
    return reverse(f"vignettes:{step}", args=[draft.pk])


@pytest.mark.parametrize("url", [DRAFTS, NEW])
@pytest.mark.parametrize("person", ["asha", "ana"])
def test_pages_of_authors_are_closed_to_others(client, request, url, person):
    client.force_login(request.getfixturevalue(person).user)

    response = client.get(url)

    assert response.status_code == 403
    assert "This page is for" in response.text


@pytest.mark.parametrize("url", [DRAFTS, NEW])
def test_pages_of_authors_ask_the_signed_out_to_sign_in(client, db, url):
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("name", ["facts", "text", "scores"])
def test_sections_show_what_is_saved(client, tom, name):
    draft = make_draft(tom)
    client.force_login(tom.user)

    response = client.get(section(draft, name))

    assert response.status_code == 200
    assert "Nothing to mend" in response.text
    shown = {"facts": 'value="1981-09-14"', "text": "s-o6-c1-period", "scores": "subtracting"}
    assert shown[name].lower() in response.text.lower()


@pytest.mark.parametrize("name", ["facts", "text", "scores"])
def test_a_section_saved_as_it_was_changes_nothing(client, tom, name):
    draft = make_draft(tom)
    client.force_login(tom.user)
    before = of_draft(draft)

    response = client.post(section(draft, name), post_of(client.get(section(draft, name))))

    assert response.status_code == 302
    after = CaseDraft.objects.get()
    assert of_draft(after) == before
    assert after.revision == draft.revision


def test_a_draft_of_another_agency_is_404(client, tom, south):
    draft = make_draft(tom)
    sara = make_person("Sara", south, Role.COORDINATOR)
    client.force_login(sara.user)

    for url in (section(draft, "facts"), review(draft), review(draft, "draft_zip")):
        assert client.get(url).status_code == 404
    for step in ("draft_publish", "draft_give_back", "draft_ask", "draft_set-aside", "draft_open"):
        assert client.post(review(draft, step)).status_code == 404
    assert draft.code not in client.get(DRAFTS).text


def test_a_change_of_facts_is_saved_with_its_scores(client, tom):
    draft = make_draft(tom)
    client.force_login(tom.user)
    typed = post_of(client.get(section(draft, "facts")))
    typed["facts/victims/v1/relation"] = "stranger"
    typed["facts/victims/v1/knew_24h"] = "neither"

    checked = client.post(section(draft, "facts"), typed | {"do": "check"}, headers=HTMX)
    saved = client.post(section(draft, "facts"), typed | {"do": "save"})

    assert "facts give" in checked.text
    assert "<html" not in checked.text
    assert saved.status_code == 302
    victim = CaseDraft.objects.get().facts["victims"][0]
    assert victim["relation"] == "stranger"


HTMX = {"hx-request": "true"}


def test_checking_stores_nothing(client, tom):
    draft = make_draft(tom)
    client.force_login(tom.user)
    typed = post_of(client.get(section(draft, "text")))
    typed["text_en"] = typed["text_en"].replace("Face sheet", 'The "sheet"')

    response = client.post(section(draft, "text"), typed | {"do": "check"}, headers=HTMX)

    assert "quotation mark" in response.text
    assert "case.en.md, line 1" in response.text
    assert CaseDraft.objects.get().revision == draft.revision


def test_without_script_check_shows_the_whole_page_with_what_was_typed(client, tom):
    draft = make_draft(tom)
    client.force_login(tom.user)
    typed = post_of(client.get(section(draft, "facts"))) | {"facts/person/born": "soon"}

    response = client.post(section(draft, "facts"), typed | {"do": "check"})

    assert 'value="soon"' in response.text
    assert "expected a day written YYYY-MM-DD" in response.text
    assert "<html" in response.text


def test_records_are_added_and_removed_on_the_page_only(client, tom):
    draft = make_draft(tom)
    client.force_login(tom.user)
    typed = post_of(client.get(section(draft, "facts")))

    added = client.post(
        section(draft, "facts"), typed | {"do": "add:occasions/o6/offences"}, headers=HTMX
    )
    removed = client.post(section(draft, "facts"), typed | {"do": "remove:victims/v1"})

    assert 'name="facts/occasions/o6/offences/c2/title"' in added.text
    assert 'name="facts/victims/v1/age"' not in removed.text
    assert len(CaseDraft.objects.get().facts["victims"]) == 1


def test_a_stale_save_is_refused_with_both_texts_kept(client, tom):
    draft = make_draft(tom)
    client.force_login(tom.user)
    mine = post_of(client.get(section(draft, "text")))
    theirs = dict(mine)
    mine["text_en"] = mine["text_en"].replace("roofing", "flooring and tiling")
    theirs["text_en"] = theirs["text_en"].replace("drinks little", "drinks nothing")
    client.post(section(draft, "text"), theirs)

    refused = client.post(section(draft, "text"), mine)

    assert refused.status_code == 409
    assert "somebody else saved this draft" in refused.text
    assert "flooring and tiling" in refused.text
    assert "nothing</" in refused.text
    assert "drinks nothing" in CaseDraft.objects.get().text_en
    again = client.post(section(draft, "text"), post_of(refused))
    assert again.status_code == 302
    assert "flooring and tiling" in CaseDraft.objects.get().text_en


def test_a_text_too_long_is_refused_as_typed(client, tom):
    draft = make_draft(tom)
    client.force_login(tom.user)
    typed = post_of(client.get(section(draft, "text"))) | {"text_fr": "mot " * 60_000}

    response = client.post(section(draft, "text"), typed)

    assert response.status_code == 422
    assert "mot mot mot" in response.text
    assert CaseDraft.objects.get().text_fr == draft.text_fr
