"""A frozen study is corrected by a new one, withdrawn, or two of its raters prove to be one."""

import pytest
from django.utils.timezone import now

from agencies.models import AuditEntry
from reliability import study_access
from reliability.actions import studying
from reliability.models import RaterAlias, Study, StudyCoding
from reliability.studies.frame import CodingRow
from tests.reliability.studying.made import analyst, crossed, edition_of, frozen_study, scores

pytestmark = pytest.mark.usefixtures("unscoped")

REASON = "Two files were mixed up."


@pytest.fixture
def study(north, ana):
    return frozen_study(north, ana.membership, statements={"raters": "Trained in May."})


@pytest.fixture
def apart(north, ana):
    """Two hashes that never scored the same target: one person may be behind both."""
    rows = [
        CodingRow(number=n, target=f"#T{n // 2}", rater=rater, scores=scores(n))
        for n, rater in enumerate(["#A", "#X", "#A", "#X", "#B", "#X", "#B", "#X"], start=2)
    ]
    return frozen_study(north, ana.membership, rows)


def test_a_corrected_study_takes_the_place_of_the_old_one(study, ana):
    edition = edition_of(study)

    job = studying.correct(study=study, by=ana.membership, because=REASON, without=[1, 2])

    new = job.study
    assert (new.replaces, new.because, new.codings, new.left_out) == (study, REASON, 34, 2)
    assert new.digest != study.digest
    assert (new.title, new.statements) == (study.title, study.statements)
    assert job.edition.compared_with == edition
    assert job.edition.settings == edition.settings
    assert min(row.number for row in study_access.codings(new)) == 3
    assert StudyCoding.objects.filter(study=study).count() == 36
    assert study_access.study(ana.membership, study.pk).replaced_by == new
    entry = AuditEntry.objects.get(verb="freeze_study")
    assert (entry.detail["replaces"], entry.detail["because"]) == (study.pk, REASON)


def test_a_study_is_replaced_once(study, ana):
    studying.correct(study=study, by=ana.membership, because=REASON, without=[1])

    with pytest.raises(studying.StudyRefusedError, match="replaced already"):
        studying.correct(study=study, by=ana.membership, because=REASON, without=[2])


@pytest.mark.parametrize(
    ("because", "without", "sentence"),
    [
        ("  ", [1], "Say why"),
        ("x" * 301, [1], "at most 300"),
        (REASON, [], "at least one"),
        (REASON, [1, 999], "number 999"),
        (REASON, range(1, 37), "Withdraw it instead"),
    ],
)
def test_a_correction_that_is_none_is_refused(study, ana, because, without, sentence):
    with pytest.raises(studying.StudyRefusedError, match=sentence):
        studying.correct(study=study, by=ana.membership, because=because, without=without)

    assert Study.objects.count() == 1


def test_a_withdrawn_study_keeps_its_trace_and_changes_no_more(study, ana):
    studying.withdraw(study=study, by=ana.membership, because=REASON)

    study.refresh_from_db()
    assert study.is_withdrawn
    assert study.withdrawn_because == REASON
    assert AuditEntry.objects.get(verb="withdraw_study").detail == {"because": REASON}
    for refused in (
        lambda: studying.withdraw(study=study, by=ana.membership, because=REASON),
        lambda: studying.make_report(study=study, by=ana.membership),
        lambda: studying.correct(study=study, by=ana.membership, because=REASON, without=[1]),
    ):
        with pytest.raises(studying.StudyRefusedError, match="withdrawn"):
            refused()


def test_two_names_of_one_rater_become_one(apart, ana):
    job = studying.merge_raters(
        study=apart, by=ana.membership, rater="#A", same_as="#B", because="She married."
    )

    assert (job.state, job.failure) == ("done", "")
    assert {row.rater for row in study_access.codings(job.study)} == {"#B", "#X"}
    assert (apart.raters, job.study.raters) == (3, 2)
    assert study_access.aliases(apart.agency) == {"#A": "#B"}
    assert AuditEntry.objects.get(verb="merge_raters").detail["because"] == "She married."


def test_aliases_lead_to_their_end(apart, ana):
    for rater, same_as in (("#A", "#B"), ("#B", "#C"), ("#C", "#D")):
        RaterAlias.objects.create(
            agency=apart.agency, rater=rater, same_as=same_as, by=ana.membership
        )

    assert study_access.aliases(apart.agency) == {"#A": "#D", "#B": "#D", "#C": "#D"}


@pytest.mark.parametrize(
    ("rater", "same_as", "sentence"),
    [("#A", "#X", "same file"), ("#A", "#A", "one rater already"), ("#A", "#Z", "no such rater")],
)
def test_raters_that_cannot_be_one_are_refused(apart, ana, rater, same_as, sentence):
    with pytest.raises(studying.StudyRefusedError, match=sentence):
        studying.merge_raters(
            study=apart, by=ana.membership, rater=rater, same_as=same_as, because=REASON
        )

    assert not RaterAlias.objects.exists()


def test_an_emptied_study_keeps_its_reports_only(study, ana):
    Study.objects.filter(pk=study.pk).update(emptied_at=now())

    with pytest.raises(studying.StudyRefusedError, match="deleted on their day"):
        studying.make_report(study=study, by=ana.membership)
    with pytest.raises(studying.StudyRefusedError, match="deleted on their day"):
        studying.correct(study=study, by=ana.membership, because=REASON, without=[1])


def test_an_outsider_changes_nothing(study, south, asha):
    for by in (analyst(south), asha.membership):
        with pytest.raises(ValueError, match="makes no studies"):
            studying.withdraw(study=study, by=by, because=REASON)


def test_statements_are_kept_and_empty_ones_are_not(study, ana):
    studying.answer_statements(
        study=study, by=ana.membership, statements={"raters": " Two years of work. ", "blank": " "}
    )

    study.refresh_from_db()
    assert study.statements == {"raters": "Two years of work."}
    with pytest.raises(studying.StudyRefusedError, match="at most 2000 characters"):
        studying.answer_statements(
            study=study, by=ana.membership, statements={"raters": "x" * 2001}
        )


def test_rules_hold_for_reports_from_then_on(study, north, ana):
    studying.set_rules(agency=north, by=ana.membership, smallest_cell=10, keep_months=12)

    assert study_access.rules_of(north).smallest_cell == 10
    with pytest.raises(studying.StudyRefusedError, match="fewer than 10 codings"):
        studying.make_report(
            study=study, by=ana.membership, settings=studying.Settings(smallest_cell=5)
        )
    with pytest.raises(studying.StudyRefusedError, match="240"):
        studying.set_rules(agency=north, by=ana.membership, smallest_cell=5, keep_months=241)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [({"confidence": 1.0}, "confidence"), ({"replicates": 5}, "from 100 to 10000")],
)
def test_settings_out_of_range_are_refused(study, ana, asked, sentence):
    with pytest.raises(studying.StudyRefusedError, match=sentence):
        studying.make_report(study=study, by=ana.membership, settings=studying.Settings(**asked))


def test_a_report_is_compared_with_one_on_the_same_tool(study, north, ana):
    other = edition_of(frozen_study(north, ana.membership, crossed(2), tool="cport"))

    with pytest.raises(studying.StudyRefusedError, match="same tool"):
        studying.make_report(study=study, by=ana.membership, compared_with=other)
