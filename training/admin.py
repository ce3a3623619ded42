"""Training in the admin, to look at: what people scored is never changed there."""

from django.contrib import admin

from training.models import Assignment, Coding, Contest, Draft, DraftRating, Exam, Rating
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
