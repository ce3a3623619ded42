"""Addresses of programmes, reading, practice, own notes and coding questions, within training."""

from django.urls import URLPattern, URLResolver, path

from training.views import learning, practice, programmes, reading

urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.new_programme, name="new_programme"),
    path("programmes/<int:pk>/", programmes.programme, name="programme"),
    path("programmes/<int:pk>/change/", programmes.edit_programme, name="edit_programme"),
    path("programmes/<int:pk>/end/", programmes.end_programme, name="end_programme"),
    path("programmes/<int:pk>/enrol/", programmes.enrol, name="enrol"),
    path("programmes/<int:pk>/due-dates/", programmes.due_dates, name="due_dates"),
    path("enrolments/<int:pk>/", programmes.enrolment, name="enrolment"),
    path("enrolments/<int:pk>/leave/", programmes.leave, name="leave"),
    path("enrolments/<int:pk>/practise/<slug:tool>/", practice.practise, name="practise"),
    path("my-rules/<slug:tool>/", practice.known, name="rules_known"),
    path(
        "my-rules/<slug:tool>/<slug:rule_id>/practise/",
        practice.practise_rule,
        name="practise_rule",
    ),
    path("reading/", reading.reading, name="reading"),
    path("reading/check/", reading.check, name="reading_check"),
    path("reading/<slug:page_id>/", reading.page, name="reading_page"),
    path("notes/", learning.notes, name="notes"),
    path("notes/<slug:tool>/<slug:rule_id>/", learning.note, name="note"),
    path("questions/", learning.asked, name="questions"),
    path("questions/<int:pk>/", learning.answer, name="question"),
    path("questions/<int:pk>/publish/", learning.publish, name="publish_question"),
    path("questions/ask/<slug:tool>/", learning.ask, name="ask"),
]
