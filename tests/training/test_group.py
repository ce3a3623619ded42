from django.urls import reverse
from django.utils.timezone import now

from instruments import catalogue
from tests.factories import make_person
from tests.training.factories import TOOL, assign, hand_in, make_exam, with_changes
from tests.vignettes.factories import make_version
from training.actions.cases import decline
from training.tables import group
from training.tables.group import group_page

COHORT = "/training/cohort/"


def page_of(person):
    return group_page(person.membership, TOOL, now())


def test_group_page_shows_totals_and_hits_against_gold(tom, asha, ben, version, gold):
    hand_in(asha, assign(asha, version), gold.scores)
    hand_in(ben, assign(ben, version), with_changes(gold.scores, i8=0))

    page = page_of(tom)

    cells = {row.assessor.user.name: row.cells[0] for row in page.rows}
    assert (cells["Asha"].total, cells["Asha"].gold_total, cells["Asha"].n_hits) == ("2", "2", 10)
    assert (cells["Ben"].total, cells["Ben"].n_hits, cells["Ben"].n_items) == ("1", 9, 10)
    assert (page.n_codings, page.n_differing) == (2, 1)


def test_group_page_counts_the_rules_that_were_misread(tom, asha, ben):
    version = make_version("heron-bridge")
    right = version.gold_codings.get(tool=TOOL).scores
    for person in (asha, ben):
        hand_in(person, assign(person, version), with_changes(right, i9=1))

    (rule,) = page_of(tom).misread

    assert (rule.row.id, rule.n_answers, rule.n_assessors) == ("S99R-I9-IMG", 2, 2)


def test_group_page_tells_every_state_in_words(tom, asha, ben, version, gold):
    third = make_version("quiet-ferry")
    hand_in(asha, assign(asha, third), {}, "no")
    hand_in(ben, assign(ben, third), gold.scores)
    decline(assignment=assign(asha, version), reason="", actor=asha.user, at=now())
    assign(ben, version, seen=False)

    words = {
        (row.assessor.user.name, version.vignette.code): cell.state
        for row in page_of(tom).rows
        for version, cell in zip(page_of(tom).versions, row.cells, strict=True)
    }

    assert words == {
        ("Asha", "quiet-ferry"): "use of the tool: as gold",
        ("Ben", "quiet-ferry"): "use of the tool: differs",
        ("Asha", "maple-crossing"): "declined",
        ("Ben", "maple-crossing"): "not started",
    }


def test_group_page_names_eligibility_rules_too(tom, asha, gold):
    hand_in(asha, assign(asha, make_version("quiet-ferry")), gold.scores)

    (rule,) = page_of(tom).misread
    assert catalogue.tool(TOOL).rule(rule.row.id).kind == "eligibility"


def test_group_page_leaves_out_other_agencies(tom, cara, version, gold):
    hand_in(cara, assign(cara, version), gold.scores)

    assert page_of(tom).rows == ()


def test_group_page_of_an_exam_that_closed_empty(tom, asha, version):
    assign(asha, version, exam=make_exam(asha.agency, opens_in=-9, closes_in=-1))

    cell = page_of(tom).rows[0].cells[0]
    assert (cell.state, cell.is_exam) == ("closed, nothing saved", True)


def test_cohort_links_each_coding_to_its_feedback(as_tom, asha, assignment, gold):
    hand_in(asha, assignment, gold.scores)

    page = as_tom.get(COHORT).text

    assert reverse("training:feedback", args=[assignment.pk]) in page
    assert "Give out cases" in page
    assert reverse("studies:studies") in page


def test_cohort_is_for_those_who_look_after_the_group(client, asha, ana, eva):
    client.force_login(ana.user)
    analyst = client.get(COHORT)
    assert "Give out cases" not in analyst.text

    for person in (asha, eva):
        client.force_login(person.user)
        assert client.get(COHORT).status_code == 403
    client.logout()
    assert client.get(COHORT).status_code == 302


def test_cohort_knows_no_other_tool(as_tom):
    assert as_tom.get(COHORT, {"tool": "static-66"}).status_code == 404


def test_cohort_takes_the_same_queries_for_more_people_and_cases(
    as_tom, north, gold, version, django_assert_max_num_queries
):
    versions = [version, make_version("heron-bridge"), make_version("quiet-ferry")]

    def add(name, cases):
        person = make_person(name, north)
        for case in cases:
            hand_in(person, assign(person, case), with_changes(gold.scores, i5=3))

    add("Dan", versions[:1])
    with django_assert_max_num_queries(100) as few:
        as_tom.get(COHORT)
    for name in ("Ed", "Flo", "Gus"):
        add(name, versions)

    with django_assert_max_num_queries(len(few)):
        as_tom.get(COHORT)


def test_group_page_shows_why_a_case_was_declined(as_tom, asha, version):
    reason = "I know someone in a like case <b>now</b>"
    decline(assignment=assign(asha, version), reason=reason, actor=asha.user, at=now())

    page = as_tom.get(reverse("training:cohort")).text

    assert "I know someone in a like case &lt;b&gt;now&lt;/b&gt;" in page


def test_the_people_of_a_large_agency_come_on_pages(
    as_tom, tom, asha, ben, version, gold, monkeypatch
):
    monkeypatch.setattr(group, "ON_A_PAGE", 1)
    hand_in(asha, assign(asha, version), gold.scores)
    hand_in(ben, assign(ben, version), with_changes(gold.scores, i8=0))

    second = group_page(tom.membership, TOOL, now(), "2")

    assert [str(row.assessor.user) for row in page_of(tom).rows] == ["Asha"]
    assert [str(row.assessor.user) for row in second.rows] == ["Ben"]
    assert (second.n_codings, second.n_differing) == (1, 1)
    assert "Page 1 of 2" in as_tom.get(COHORT).text
    assert "Page 2 of 2" in as_tom.get(COHORT, {"page": "2"}).text
