"""Studies attacked: stricter rules, another agency's second step, titles with odd signs."""

import pytest

from agencies.models import Membership, Role, SecondFactor
from reliability import study_access
from reliability.actions import studying
from reliability.actions.studying import StudyRefusedError
from reliability.actions.studying.correcting import checked_reason
from reliability.actions.studying.making import about_study
from reliability.models import StudyJob
from reliability.plain_text import printable
from tests.reliability.studying.made import edition_of, frozen_study, later, wide_csv
from tests.training.factories import TOOL

pytestmark = pytest.mark.usefixtures("unscoped")


def test_a_corrected_study_is_reported_by_the_rules_of_today(north, ana):
    study = frozen_study(north, ana.membership)
    edition_of(study)
    studying.set_rules(agency=north, by=ana.membership, smallest_cell=10, keep_months=24)
    job = studying.correct(study=study, by=ana.membership, because="One row twice", without=[1])

    job = StudyJob.objects.get(pk=job.pk)
    assert job.settings["settings"]["smallest_cell"] == 10


def test_studies_of_an_agency_that_asks_for_two_steps_are_pooled_by_those_who_have_them(
    north, south, ana
):
    there = Membership.objects.create(user=ana.user, agency=south, role=Role.ANALYST)
    frozen_study(south, there)
    assert study_access.poolable(ana.membership).filter(agency=south).exists()

    south.second_factor = SecondFactor.EVERYBODY
    south.save()

    assert not study_access.poolable(ana.membership).filter(agency=south).exists()


@pytest.mark.parametrize("sign", ["\x01", "\x1f", "\ufffe", "\x85"])
def test_signs_that_no_file_can_hold_are_left_out_of_titles_and_reasons(north, ana, sign):
    about = about_study(north, f"Field{sign} study", TOOL, "between", later(), "upload")

    assert about["title"].replace(" ", "") == "Fieldstudy"
    assert checked_reason(f"Row{sign} twice").replace(" ", "") == "Rowtwice"


def test_lines_of_a_text_stay_lines():
    assert printable("Two\r\nlines,\ta tab") == "Two\nlines, a tab"


def test_a_table_confirmed_a_moment_ago_is_gone_in_a_sentence(north, ana):
    intake = studying.bring(
        agency=north,
        by=ana.membership,
        title="Field",
        tool=TOOL,
        kind="between",
        keep_until=later(),
        stream=wide_csv(),
        name="a.csv",
    )
    type(intake).objects.filter(pk=intake.pk).delete()

    for late in (
        lambda: studying.confirm(intake=intake, by=ana.membership, leave_out=True),
        lambda: studying.map_columns(intake=intake, mapping=intake.mapping, by=ana.membership),
    ):
        with pytest.raises(StudyRefusedError, match="deleted"):
            late()
