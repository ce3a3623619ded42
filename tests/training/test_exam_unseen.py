import pytest
from django.utils.timezone import now

from agencies.models import Membership, Role
from tests.factories import Person, make_agency, make_person
from tests.training.exam_bank import enrol, make_bank, make_case, rule_exams
from tests.training.factories import TOOL, assign
from training.actions.forms import draw_exam
from vignettes.actions import open_panel
from vignettes.models import CaseDraft, SeenGold


@pytest.fixture
def enrolment(asha):
    made = enrol(asha)
    rule_exams(made)
    return made


def met_in_practice(person, version):
    assign(person, version)


def met_elsewhere(person, version):
    away = make_agency("West Agency")
    member = Membership.objects.create(user=person.user, agency=away, role=Role.ASSESSOR)
    assign(Person(person.user, member), version)


def met_with_another_tool(person, version):
    assign(person, version, tool="cport")


def met_as_gold(person, version):
    SeenGold.objects.create(user=person.user, version=version)


def met_as_author(person, version):
    CaseDraft.objects.create(author=person.user, code=version.vignette.code)


def met_as_reader(person, version):
    other = make_person("Rea", person.agency, Role.EXPERT)
    draft = CaseDraft.objects.create(author=other.user, code="elsewhere", corrects=version)
    draft.readers.add(person.user)


def met_a_variant(person, version):
    assign(person, make_case(90, variant_of=version.vignette))


def met_on_a_panel(person, version):
    expert = Membership.objects.create(user=person.user, agency=person.agency, role=Role.EXPERT)
    second = make_person("Eve", person.agency, Role.EXPERT).membership
    opener = make_person("Tim", person.agency, Role.COORDINATOR).membership
    open_panel(version=version, tool="cport", experts=[expert, second], opened_by=opener)


@pytest.mark.parametrize(
    "meet",
    [
        met_in_practice,
        met_elsewhere,
        met_with_another_tool,
        met_as_gold,
        met_as_author,
        met_as_reader,
        met_a_variant,
        met_on_a_panel,
    ],
)
def test_draw_exam_never_gives_a_case_that_the_person_has_met(asha, enrolment, meet):
    met, *others = make_bank(asha.agency, 5, unusable=1)
    meet(asha, met)

    exam = draw_exam(enrolment=enrolment, tool=TOOL, at=now())

    given = {one.version.vignette_id for one in exam.assignments.all()}
    assert given == {version.vignette_id for version in others}
