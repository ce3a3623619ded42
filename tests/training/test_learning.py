"""Own notes, the page of own rules, and coding questions, by role and agency."""

import pytest
from django.urls import reverse

from agencies.models import AuditEntry, Membership, Role
from tests.factories import make_person
from tests.training.factories import TOOL, assign, hand_in, with_changes
from tests.training.programmes import make_enrolment
from training.models import CodingQuestion, OwnNote

RULE = "S99R-I9-IMG"


def at(name, *args):
    return reverse(f"training:{name}", args=args)


def ask(client, text="Does a charge without a finding count here?", **about):
    return client.post(at("ask", TOOL) + "?rule=" + about.get("rule", RULE), {"text": text})


def test_a_note_is_kept_shown_on_the_rule_and_taken_away(as_asha, ben):
    as_asha.post(at("note", TOOL, RULE), {"text": "Count people, not pictures."})

    assert "Count people" in as_asha.get(at("notes")).content.decode()
    rule = reverse("vignettes:rule", args=[TOOL, RULE])
    assert "Count people" in as_asha.get(rule).content.decode()
    as_asha.force_login(ben.user)
    assert "Count people" not in as_asha.get(at("notes")).content.decode()
    assert "Count people" not in as_asha.get(rule).content.decode()
    OwnNote.objects.get()
    as_asha.force_login(ben.user)
    as_asha.post(at("note", TOOL, RULE), {"text": ""})
    assert OwnNote.objects.count() == 1


def test_an_empty_note_takes_it_away(as_asha):
    as_asha.post(at("note", TOOL, RULE), {"text": "Count people."})
    as_asha.post(at("note", TOOL, RULE), {"text": " "})

    assert not OwnNote.objects.exists()


def test_a_note_with_quotation_marks_is_refused(as_asha):
    reply = as_asha.post(at("note", TOOL, RULE), {"text": "He wrote “no”."})

    assert reply.status_code == 422
    assert not OwnNote.objects.exists()


def test_a_question_is_answered_on_record_and_read_by_who_asked(client, asha, eva, ben):
    client.force_login(asha.user)
    assert ask(client).url == at("questions")
    question = CodingQuestion.objects.get()
    assert "waits for an answer" in client.get(at("questions")).content.decode()
    client.force_login(ben.user)
    assert "charge without" not in client.get(at("questions")).content.decode()
    assert client.get(at("question", question.pk)).status_code == 403

    client.force_login(eva.user)
    assert "Asked in your agency" in client.get(at("questions")).content.decode()
    client.post(at("question", question.pk), {"answer": "It does, from the date of the charge."})

    client.force_login(asha.user)
    page = client.get(at("questions")).content.decode()
    assert "from the date of the charge" in page
    assert "Eva" in page
    assert AuditEntry.objects.filter(verb="answer_coding_question").count() == 1


def test_a_published_answer_stands_on_the_rule_page_of_the_agency_without_a_name(
    client, asha, tom, ben, cara
):
    client.force_login(asha.user)
    ask(client)
    question = CodingQuestion.objects.get()
    client.force_login(tom.user)
    client.post(at("publish_question", question.pk))
    question.refresh_from_db()
    assert question.published_at is None
    client.post(at("question", question.pk), {"answer": "It does."})
    client.post(at("publish_question", question.pk))

    rule = reverse("vignettes:rule", args=[TOOL, RULE])
    client.force_login(ben.user)
    page = client.get(rule).content.decode()
    assert "Does a charge without a finding count here?" in page
    assert "It does." in page
    assert "Asha" not in page
    client.force_login(cara.user)
    assert "Does a charge" not in client.get(rule).content.decode()
    client.force_login(tom.user)
    client.post(at("publish_question", question.pk))
    assert "Does a charge" not in client.get(rule).content.decode()


def test_another_agency_and_other_roles_answer_nothing(client, asha, cara, ana, south):
    client.force_login(asha.user)
    ask(client)
    pk = CodingQuestion.objects.get().pk
    sara = make_person("Sara", south, Role.COORDINATOR)
    for person, status in [(sara, 404), (cara, 403), (ana, 403), (asha, 403)]:
        client.force_login(person.user)
        assert client.post(at("question", pk), {"answer": "x"}).status_code == status


@pytest.mark.parametrize("about", ["?rule=NO-SUCH", "?item=i99"])
def test_a_question_on_nothing_is_not_found(as_asha, about):
    assert as_asha.get(at("ask", TOOL) + about).status_code == 404
    assert as_asha.get(at("ask", "no-such")).status_code == 404


def test_a_question_from_feedback_names_item_and_case_once_feedback_is_open(
    as_asha, asha, tom, version, gold
):
    given = assign(asha, version)
    address = at("ask", TOOL) + f"?item=i5&case={given.pk}"
    assert as_asha.get(address).status_code == 404
    hand_in(asha, given, gold.scores)

    assert version.title in as_asha.get(address).content.decode()
    as_asha.post(address, {"text": "Why is the second hearing the index?"})

    question = CodingQuestion.objects.get()
    assert (question.item, question.coding.version) == ("i5", version)
    as_asha.force_login(tom.user)
    assert version.title in as_asha.get(at("question", question.pk)).content.decode()


def test_a_question_on_a_case_that_the_reader_has_to_code_blind_is_hidden(
    client, asha, eva, version, gold
):
    given = assign(asha, version)
    hand_in(asha, given, gold.scores)
    client.force_login(asha.user)
    client.post(at("ask", TOOL) + f"?item=i5&case={given.pk}", {"text": "Why so?"})
    own = Membership.objects.create(user=eva.user, agency=eva.agency, role=Role.ASSESSOR)
    assign(eva._replace(membership=own), version)

    client.force_login(eva.user)
    assert client.get(at("question", CodingQuestion.objects.get().pk)).status_code == 404


def test_the_page_of_own_rules_shows_what_practice_says(as_asha, asha, version, gold):
    enrolment = make_enrolment(asha)
    wrong = 0 if gold.scores["i5"] else 1
    hand_in(asha, assign(asha, version), with_changes(gold.scores, i5=wrong))

    page = as_asha.get(at("rules_known", TOOL)).content.decode()

    assert "What 1 practice case says" in page
    assert "Practise a case with this rule" in page
    assert enrolment.programme.tools == [TOOL]
    assert as_asha.get(at("rules_known", "no-such")).status_code == 404


def test_a_case_with_a_rule_is_given_to_who_is_in_a_programme_only(as_asha, asha, version):
    url = at("practise_rule", TOOL, RULE)
    reply = as_asha.post(url, follow=True)
    assert "You are in no programme with this tool" in reply.content.decode()

    make_enrolment(asha)
    reply = as_asha.post(url)

    assert reply.url in (at("rules_known", TOOL), f"/training/cases/{_given(asha)}/")
    assert as_asha.post(at("practise_rule", TOOL, "NO-SUCH")).status_code == 404


def _given(person):
    found = person.membership.assignments.values_list("pk", flat=True)
    return next(iter(found), 0)
