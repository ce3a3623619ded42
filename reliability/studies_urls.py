"""Addresses of studies of agreement: bringing data, following the work, reading and sharing."""

from django.urls import URLPattern, URLResolver, path

from reliability.views.studies import (
    bringing,
    changing,
    confirming,
    gathering,
    listing,
    progress,
    reports,
    sharing,
    starting,
)

app_name = "studies"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.studies, name="studies"),
    path("rules/", listing.rules, name="rules"),
    path("new/", starting.new, name="new"),
    path("new/spreadsheet/", bringing.upload, name="upload"),
    path("new/codings/", gathering.of_codings, name="of_codings"),
    path("new/together/", gathering.pooled, name="pooled"),
    path("templates/", starting.templates, name="templates"),
    path(
        "templates/<slug:tool>/<slug:layout>.<slug:kind>",
        starting.template,
        name="template",
    ),
    path("example.xlsx", starting.example, name="example"),
    path("tables/<int:pk>/", bringing.columns, name="columns"),
    path("tables/<int:pk>/findings/", confirming.findings, name="findings"),
    path("tables/<int:pk>/findings.csv", confirming.findings_file, name="findings_file"),
    path("tables/<int:pk>/call-off/", bringing.call_off, name="call_off"),
    path("jobs/<int:pk>/", progress.job, name="job"),
    path("jobs/<int:pk>/stop/", progress.stop, name="stop_job"),
    path("<int:pk>/", listing.study, name="study"),
    path("<int:pk>/correct/", bringing.correct, name="correct"),
    path("<int:pk>/withdraw/", changing.withdraw, name="withdraw"),
    path("<int:pk>/raters/", changing.raters, name="raters"),
    path("<int:pk>/statements/", changing.statements, name="statements"),
    path("<int:pk>/reports/new/", reports.new_report, name="new_report"),
    path("<int:pk>/reports/<int:number>/", reports.report, name="report"),
    path(
        "<int:pk>/reports/<int:number>/<slug:key>/<slug:language>/",
        reports.download,
        name="download",
    ),
    path("<int:pk>/reports/<int:number>/links/", sharing.links, name="links"),
    path("links/<int:pk>/close/", sharing.close, name="close_link"),
]
