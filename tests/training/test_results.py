import pytest
from django.urls import reverse
from django.utils.timezone import now

from instruments import catalogue
from tests.training.factories import (
    TOOL,
    answers_from,
    assign,
    hand_in,
    make_exam,
    save,
    with_changes,
)
from tests.vignettes.factories import make_version
from training.actions.handing_in import close_exam
from training.answers import INSUFFICIENT, Answer
from training.models import Assignment, Draft, Mode

RULED = [tool.id for tool in catalogue.tools() if tool.scored_by == "rules"]
"""Only these have right scores without a panel."""


def url(assignment, name="feedback"):
    return reverse(f"training:{name}", args=[assignment.pk])


def test_feedback_lights_the_evidence_and_leads_back_to_the_item(as_asha, asha, assignment, gold):
    hand_in(asha, assignment, with_changes(gold.scores, i8=0))

    page = as_asha.get(url(assignment)).text

    assert '<mark class="span" id="s-v1-role"' in page
    assert '<a href="#item-i8">8</a>' in page
    assert '<a href="#s-v1-role">' in page
    assert "Items that differ" in page
    assert "9 of 10 items match the gold coding." in page


def test_feedback_tells_the_rule_its_status_and_its_page(as_asha, asha):
    version = make_version("heron-bridge")
    gold = version.gold_codings.get(tool=TOOL)
    assignment = assign(asha, version)
    hand_in(asha, assignment, with_changes(gold.scores, i9=1))

    page = " ".join(as_asha.get(url(assignment)).text.split())

    assert "The rule that explains it" in page
    assert "Counts children seen only in images as strangers" in page
    assert reverse("vignettes:rule", args=[TOOL, "S99R-I9-IMG"]) in page
    assert "It counts in a decision." in page
    assert "Gold: the right scores of this case. Computed from the facts." in page


def test_feedback_shows_the_reason_of_insufficient_information_as_text(
    as_asha, asha, assignment, gold
):
    answers = {answer.question: answer for answer in answers_from(gold.scores)}
    answers["i4"] = Answer("i4", INSUFFICIENT, "<b>Not told</b>")
    save(assignment, answers.values())
    hand_in(asha, assignment, {})

    page = as_asha.get(url(assignment)).text

    assert "Reason given: &lt;b&gt;Not told&lt;/b&gt;" in page


def test_feedback_before_handing_in_leads_to_the_scoring_page(as_asha, assignment):
    assert as_asha.get(url(assignment)).headers["Location"] == url(assignment, "score")


def test_feedback_in_an_open_exam_is_a_receipt(as_asha, asha, version, gold):
    assignment = assign(asha, version, exam=make_exam(asha.agency))
    coding = hand_in(asha, assignment, gold.scores)

    page = as_asha.get(url(assignment), follow=True).text

    assert "Maple Crossing is handed in" in " ".join(page.split())
    assert str(coding.submission_key) in page


def test_feedback_opens_when_the_exam_closes(as_asha, asha, version, gold):
    exam = make_exam(asha.agency)
    assignment = assign(asha, version, exam=exam)
    hand_in(asha, assignment, gold.scores)
    exam.opens_at, exam.closes_at = (
        exam.opens_at.replace(year=2020),
        exam.closes_at.replace(year=2021),
    )
    exam.save()

    assert "10 of 10 items match" in as_asha.get(url(assignment)).text


def test_feedback_on_a_coding_that_the_clock_handed_in_says_so(as_asha, asha, version, gold):
    exam = make_exam(asha.agency, opens_in=-60, closes_in=1)
    assignment = assign(asha, version, exam=exam)
    save(assignment, answers_from(gold.scores)[:5])
    closes_at = exam.closes_at
    exam.opens_at, exam.closes_at = (
        exam.opens_at.replace(year=2020),
        closes_at.replace(year=2021),
    )
    exam.save()
    close_exam(exam=exam, at=closes_at)

    page = as_asha.get(url(assignment)).text

    assert "handed in by the closing of the exam" in page
    assert "4 of 10 items match the gold coding." in page
    assert "left out" in page


def test_feedback_is_shown_to_the_coordinator_as_the_assessor_sees_it(
    as_tom, asha, assignment, gold
):
    hand_in(asha, assignment, gold.scores)

    page = " ".join(as_tom.get(url(assignment)).text.split())

    assert "This is the feedback as Asha sees it." in page


def test_feedback_without_a_coding_leads_the_coordinator_to_the_group(as_tom, assignment):
    assert as_tom.get(url(assignment)).headers["Location"] == reverse("training:cohort")


def test_feedback_is_not_for_experts(client, eva, assignment):
    client.force_login(eva.user)

    assert client.get(url(assignment)).status_code == 404


def test_feedback_takes_the_same_queries_however_much_differs(
    as_asha, asha, ben, client, version, gold, django_assert_max_num_queries
):
    right, wrong = assign(asha, version), assign(ben, version)
    hand_in(asha, right, gold.scores)
    hand_in(ben, wrong, {item: 0 if score else 1 for item, score in gold.scores.items()})
    with django_assert_max_num_queries(100) as few:
        as_asha.get(url(right))
    client.force_login(ben.user)

    with django_assert_max_num_queries(len(few)):
        client.get(url(wrong))


def test_feedback_speaks_french(as_asha, asha, assignment, gold):
    hand_in(asha, assignment, with_changes(gold.scores, i8=0))
    asha.user.language = "fr-ca"
    asha.user.save()

    page = as_asha.get(url(assignment)).text

    assert 'lang="fr-CA"' in page
    assert assignment.version.why["static-99r"]["i8"]["fr"] in page.replace("&#x27;", "'")


def test_receipt_of_a_practice_case_leads_to_the_feedback(as_asha, asha, assignment, gold):
    hand_in(asha, assignment, gold.scores)

    page = as_asha.get(url(assignment, "receipt"), follow=True)

    assert page.redirect_chain[-1][0] == url(assignment)


@pytest.mark.parametrize("tool", RULED)
@pytest.mark.parametrize("code", ["maple-crossing", "heron-bridge"])
def test_every_tool_can_be_scored_and_answered(as_asha, tom, asha, tool, code):
    version = make_version(code)
    gold = version.gold_codings.get(tool=tool)
    assignment = assign(asha, version, tool=tool)
    scoring = as_asha.get(url(assignment, "score"))
    hand_in(asha, assignment, gold.scores, gold.eligibility)

    page = " ".join(as_asha.get(url(assignment)).text.split())
    as_asha.force_login(tom.user)
    group = as_asha.get(reverse("training:cohort"))

    assert (scoring.status_code, group.status_code) == (200, 200)
    n = len(gold.scores)
    words = f"{n} of {n} item" if n else "must not be used on this case"
    undecided = "is a question for an expert"
    assert words in page or (gold.eligibility == "undecided" and undecided in page)


def test_old_feedback_is_shut_while_the_same_case_waits_again(as_asha, asha, assignment, gold):
    hand_in(asha, assignment, with_changes(gold.scores, i8=0))
    again = Assignment.objects.create(
        agency=asha.agency,
        assessor=asha.membership,
        version=assignment.version,
        tool=TOOL,
        mode=Mode.CHECK,
        notice_seen_at=now(),
    )
    Draft.objects.create(assignment=again)

    shut = as_asha.get(url(assignment), follow=True)
    hand_in(asha, again, gold.scores)

    assert shut.redirect_chain == [(url(assignment, "receipt"), 302)]
    assert "on your list once more" in shut.text
    assert "<mark" not in shut.text
    assert "Items that differ" in as_asha.get(url(assignment)).text


def test_feedback_stays_open_while_the_case_waits_with_another_tool(
    as_asha, asha, assignment, gold
):
    hand_in(asha, assignment, gold.scores)
    assign(asha, assignment.version, tool="stable-2007")

    assert as_asha.get(url(assignment)).status_code == 200


def test_feedback_asks_little(as_asha, asha, assignment, gold, django_assert_max_num_queries):
    hand_in(asha, assignment, with_changes(gold.scores, i8=0))

    with django_assert_max_num_queries(19):
        as_asha.get(url(assignment))
