"""Training in the admin, to look at: what people scored is never changed there."""

from django.contrib import admin

from training.models import (
    Assignment,
    CheckMonth,
    CheckPlan,
    Coding,
    CodingMark,
    CodingQuestion,
    Cohort,
    Contest,
    DeviceSighting,
    Draft,
    DraftMark,
    DraftRating,
    Enrolment,
    Exam,
    ExamRules,
    OwnNote,
    PoolPlace,
    Programme,
    Rating,
    Reading,
    Retake,
    TimeExtension,
)
from vignettes.admin import ReadOnlyAdmin


@admin.register(Exam)
class ExamAdmin(ReadOnlyAdmin):
    list_display = ["title", "agency", "tool", "opens_at", "closes_at", "closed_at"]
    list_filter = ["agency", "tool"]
    list_select_related = ["agency"]


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ["assessor", "version", "tool", "mode", "assigned_at", "declined_at"]
    list_filter = ["agency", "tool", "mode"]
    list_select_related = ["assessor__user", "assessor__agency", "version__vignette"]


@admin.register(Draft)
class DraftAdmin(ReadOnlyAdmin):
    list_display = ["assignment", "eligibility", "saved_at"]
    list_select_related = [
        "assignment__assessor__user",
        "assignment__assessor__agency",
        "assignment__version__vignette",
    ]


@admin.register(DraftRating)
class DraftRatingAdmin(ReadOnlyAdmin):
    list_display = ["draft_id", "item", "score", "insufficient", "not_applicable", "saved_at"]


@admin.register(Coding)
class CodingAdmin(ReadOnlyAdmin):
    list_display = ["assessor", "version", "tool", "eligibility", "by_clock", "submitted_at"]
    list_filter = ["agency", "tool", "by_clock"]
    list_select_related = ["assessor__user", "assessor__agency", "version__vignette"]


@admin.register(Rating)
class RatingAdmin(ReadOnlyAdmin):
    list_display = ["coding_id", "item", "score", "insufficient", "not_applicable"]


@admin.register(Contest)
class ContestAdmin(ReadOnlyAdmin):
    list_display = ["coding_id", "item", "agency", "made_at", "outcome", "answered_at"]
    list_filter = ["agency", "outcome"]
    list_select_related = ["agency"]


@admin.register(Cohort)
class CohortAdmin(ReadOnlyAdmin):
    list_display = ["name", "agency", "trainer", "starts_on"]
    list_select_related = ["agency", "trainer__user", "trainer__agency"]


@admin.register(Programme)
class ProgrammeAdmin(ReadOnlyAdmin):
    list_display = ["title", "agency", "practice_cases", "needs_reading", "closed_at"]
    list_select_related = ["agency"]


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    list_display = ["assessor", "programme", "enrolled_at", "due_on", "on_leave_since", "left_at"]
    list_select_related = ["assessor__user", "assessor__agency", "programme"]


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdmin):
    list_display = ["enrolment_id", "page", "read_at", "passed_at"]


@admin.register(PoolPlace)
class PoolPlaceAdmin(ReadOnlyAdmin):
    list_display = ["vignette", "tool", "side", "agency"]
    list_filter = ["agency", "tool", "side"]
    list_select_related = ["agency", "vignette"]


@admin.register(OwnNote)
class OwnNoteAdmin(ReadOnlyAdmin):
    list_display = ["pk", "tool", "rule", "changed_at"]


@admin.register(CodingQuestion)
class CodingQuestionAdmin(ReadOnlyAdmin):
    list_display = ["pk", "agency", "tool", "rule", "asked_at", "answered_at", "published_at"]
    list_select_related = ["agency"]


@admin.register(DraftMark)
class DraftMarkAdmin(ReadOnlyAdmin):
    list_display = ["draft_id", "question", "language", "place"]


@admin.register(CodingMark)
class CodingMarkAdmin(ReadOnlyAdmin):
    list_display = ["coding_id", "question", "language", "place"]


@admin.register(ExamRules)
class ExamRulesAdmin(ReadOnlyAdmin):
    list_display = ["programme", "tool", "cases", "most_cases", "attempts", "made_at"]
    list_filter = ["agency", "tool"]
    list_select_related = ["programme", "agency"]


@admin.register(Retake)
class RetakeAdmin(ReadOnlyAdmin):
    list_display = ["enrolment_id", "agency", "tool", "opened_at"]
    list_filter = ["agency", "tool"]
    list_select_related = ["agency"]


@admin.register(TimeExtension)
class TimeExtensionAdmin(ReadOnlyAdmin):
    list_display = ["exam", "agency", "minutes", "ends_at", "granted_at"]
    list_select_related = ["exam", "agency"]


@admin.register(DeviceSighting)
class DeviceSightingAdmin(ReadOnlyAdmin):
    list_display = ["assignment_id", "first_at", "last_at", "times_left"]


@admin.register(CheckPlan)
class CheckPlanAdmin(ReadOnlyAdmin):
    list_display = ["programme", "tool", "per_month", "is_announced", "made_at"]
    list_filter = ["agency", "tool"]
    list_select_related = ["programme"]


@admin.register(CheckMonth)
class CheckMonthAdmin(ReadOnlyAdmin):
    list_display = ["enrolment", "tool", "month", "asked", "made_at"]
    list_filter = ["agency", "tool"]
    list_select_related = ["enrolment__programme", "enrolment__assessor__user"]
