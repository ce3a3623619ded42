"""Addresses of personal exams: sitting one, and looking after those of a group."""

from django.urls import URLPattern, URLResolver, path

from training.views import exams, sittings

urlpatterns: list[URLPattern | URLResolver] = [
    path("", sittings.sittings, name="sittings"),
    path("rules/", sittings.exam_rules, name="exam_rules"),
    path(
        "rules/<int:programme_id>/<slug:tool>/",
        sittings.exam_rules_edit,
        name="exam_rules_edit",
    ),
    path("start/<int:enrolment_id>/<slug:tool>/", exams.start, name="exam_start"),
    path("<int:exam_id>/", exams.exam, name="exam"),
    path("<int:exam_id>/receipt/", exams.receipt, name="exam_receipt"),
    path("<int:exam_id>/sitting/", sittings.sitting, name="sitting"),
    path("<int:exam_id>/more-time/", sittings.more_time, name="more_time"),
    path("cases/<int:assignment_id>/left/", exams.left, name="page_left"),
]
