"""Nothing sent to an assessor before gold may be seen holds gold, or is even read from it."""

import re
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from instruments import catalogue
from tests.training.factories import TOOL, assign, form_of, make_exam, with_changes

GOLD_TABLES = ("vignettes_goldcoding", "vignettes_evidencespan", "vignettes_expertcoding")


def url(name, *args):
    return reverse(f"training:{name}", args=args)


def hints(version):
    """Everything whose appearance would help: marks of evidence, rules, misreadings, reasons."""
    tool = catalogue.tool(TOOL)
    spans = [f'"{span}"' for span in version.spans.values_list("span_id", flat=True).distinct()]
    texts = [rule.misread.en for rule in tool.rules] + [rule.id for rule in tool.rules]
    whys = [words["en"] for items in version.why.values() for words in items.values()]
    return ["data-span", "<mark", "Computed from the facts", "gold coding", *spans, *texts, *whys]


def body_of(response):
    """All that the browser gets, headers too."""
    return response.text + repr(response.headers)


def assert_blind(client, version, send):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = send(client)
    body = body_of(response)
    found = [hint for hint in hints(version) if hint in body]
    assert found == []
    read = [q["sql"] for q in queries if any(table in q["sql"] for table in GOLD_TABLES)]
    assert read == []
    return response


def autosave_fields(question, value, revision=0):
    return {
        "question": question,
        f"{question}-value": value,
        f"{question}-revision": revision,
    }


def requests_before_handing_in(assignment, scores):
    """Name, and how to send it: every page and answer an assessor can get while scoring."""
    score, autosave = url("score", assignment.pk), url("autosave", assignment.pk)
    stale = form_of(with_changes(scores, i1=1), assignment, action="save")
    lacking = {k: v for k, v in stale.items() if not k.startswith("i7")} | {"action": "submit"}
    return {
        "home": lambda c: c.get(url("home")),
        "notice": lambda c: c.get(url("notice", assignment.pk)),
        "decline": lambda c: c.get(url("decline", assignment.pk)),
        "page": lambda c: c.get(score),
        "autosave": lambda c: c.post(autosave, autosave_fields("i9", "1")),
        "autosave conflict": lambda c: c.post(autosave, autosave_fields("i9", "0")),
        "autosave refused": lambda c: c.post(autosave, autosave_fields("i9", "7")),
        "unknown item": lambda c: c.post(autosave, autosave_fields("i99", "1")),
        "save": lambda c: c.post(score, stale),
        "conflicts": lambda c: c.post(score, form_of(scores, assignment, action="save")),
        "incomplete": lambda c: c.post(score, lacking | {"i7-value": ""}),
        "feedback": lambda c: c.get(url("feedback", assignment.pk)),
        "receipt": lambda c: c.get(url("receipt", assignment.pk)),
    }


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_no_answer_before_handing_in_holds_or_reads_gold(client, asha, version, gold, mode):
    exam = make_exam(asha.agency) if mode == "exam" else None
    assignment = assign(asha, version, exam=exam)
    client.force_login(asha.user)

    for send in requests_before_handing_in(assignment, gold.scores).values():
        assert_blind(client, version, send)


def test_no_answer_in_an_exam_that_is_open_holds_or_reads_gold(client, asha, version, gold):
    assignment = assign(asha, version, exam=make_exam(asha.agency))
    client.force_login(asha.user)
    score = url("score", assignment.pk)
    sends = [
        lambda c: c.post(score, form_of(gold.scores, assignment)),
        lambda c: c.post(score, form_of(gold.scores, assignment), follow=True),
        lambda c: c.get(score, follow=True),
        lambda c: c.get(url("feedback", assignment.pk), follow=True),
        lambda c: c.get(url("receipt", assignment.pk)),
        lambda c: c.get(url("home")),
        lambda c: c.post(url("autosave", assignment.pk), autosave_fields("i9", "1", 1)),
        lambda c: c.get(url("decline", assignment.pk)),
    ]

    for send in sends:
        assert_blind(client, version, send)


def without_what_differs_anyway(text):
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    text = re.sub(r'data-person="[^"]*"', "", text)
    text = re.sub(r'x-csrftoken": "[^"]*"', "", text)
    text = re.sub(r"/cases/\d+/", "/cases/N/", text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "KEY", text)
    return re.sub(r"\d\d:\d\d", "TIME", text)


def test_a_receipt_is_the_same_for_right_and_wrong_scores(client, asha, ben, version, gold):
    exam = make_exam(asha.agency)
    wrong = {item: 0 if score else 1 for item, score in gold.scores.items()}
    pages = []
    for person, scores in [(asha, gold.scores), (ben, wrong)]:
        client.force_login(person.user)
        assignment = assign(person, version, exam=exam)
        response = client.post(
            url("score", assignment.pk), form_of(scores, assignment), follow=True
        )
        assert response.redirect_chain[-1][0] == url("receipt", assignment.pk)
        text = without_what_differs_anyway(response.text)
        pages.append(text.replace(person.user.name, "NAME").replace(person.user.email, "MAIL"))

    assert pages[0] == pages[1]


def test_the_notice_names_no_kind_of_case_that_tells_an_answer(client, asha, version):
    client.force_login(asha.user)
    assignment = assign(asha, version, seen=False)

    page = client.get(url("notice", assignment.pk)).text

    kinds = product([version.vignette.kind, version.vignette.get_kind_display()])
    assert not any(kind in page for (kind,) in kinds)
    assert "Its subject is sexual offences against a child or an adult" in page
