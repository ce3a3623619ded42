"""Addresses of the training pages."""

from django.urls import URLPattern, URLResolver, include, path

from training.views import cases, cohort, contests, marking, results, scoring

app_name = "training"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", cases.home, name="home"),
    path("cases/<int:assignment_id>/notice/", cases.notice, name="notice"),
    path("cases/<int:assignment_id>/decline/", cases.decline, name="decline"),
    path("cases/<int:assignment_id>/take-back/", cases.take_back, name="take_back"),
    path("cases/<int:assignment_id>/", scoring.score, name="score"),
    path("cases/<int:assignment_id>/autosave/", scoring.autosave, name="autosave"),
    path("cases/<int:assignment_id>/mark/", marking.mark, name="mark"),
    path("single-keys/", scoring.single_keys, name="single_keys"),
    path("cases/<int:assignment_id>/receipt/", results.receipt, name="receipt"),
    path("cases/<int:assignment_id>/feedback/", results.feedback, name="feedback"),
    path("cases/<int:assignment_id>/contest/<slug:item>/", contests.contest, name="contest"),
    path("cohort/", cohort.cohort, name="cohort"),
    path("assign/", cohort.assign, name="assign"),
    path("exams/", include("training.exam_urls")),
    path("", include("training.programme_urls")),
]
