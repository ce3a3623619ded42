from django.utils.module_loading import import_string

from agencies.models import AuditEntry
from config.models import Schedule
from tests.training.factories import assign, make_exam, save
from training.answers import ELIGIBILITY, Answer
from training.models import Coding, Exam
from training.tasks import close_due_exams


def test_close_due_exams_hands_in_for_every_agency_once(asha, cara, version):
    for person in (asha, cara):
        exam = make_exam(person.agency)
        save(assign(person, version, exam=exam), [Answer(ELIGIBILITY, "no")])
    Exam.objects.update(opens_at="2020-01-01T00:00Z", closes_at="2020-01-02T00:00Z")

    first = close_due_exams.enqueue().return_value
    second = close_due_exams.enqueue().return_value

    assert (first, second) == (2, 0)
    assert set(Coding.objects.values_list("agency", flat=True)) == {
        asha.agency.pk,
        cara.agency.pk,
    }
    assert not Exam.objects.filter(closed_at=None).exists()
    assert AuditEntry.objects.filter(verb="close_exam").count() == 2


def test_close_due_exams_leaves_open_exams_alone(asha, version):
    exam = make_exam(asha.agency)
    save(assign(asha, version, exam=exam), [Answer(ELIGIBILITY, "no")])

    assert close_due_exams.enqueue().return_value == 0
    assert not Coding.objects.exists()


def test_closing_of_exams_is_on_the_schedule(db):
    schedule = Schedule.objects.get(name="close-due-exams")

    assert import_string(schedule.task) is close_due_exams
    assert schedule.every == 60
