"""Addresses of reports that were shared by a link: no sign-in, read only, until a day."""

from django.urls import URLPattern, URLResolver, path

from reliability.views.studies import shared

app_name = "shared"

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:code>/", shared.report, name="report"),
    path("<str:code>/report-<slug:language>.pdf", shared.pdf, name="pdf"),
]
