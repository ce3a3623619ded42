"""Addresses of the reliability pages."""

from django.urls import URLPattern, URLResolver, path

from reliability.views import correction, gold, studies

app_name = "reliability"

urlpatterns: list[URLPattern | URLResolver] = [
    path("studies/", studies.studies, name="studies"),
    path("studies/<int:pk>/", studies.study, name="study"),
    path("gold/<int:pk>/", gold.gold_change, name="gold_change"),
    path("corrections/<int:pk>/", correction.correction, name="correction"),
    path("panels/agreement/", gold.panel_agreement, name="panel_agreement"),
]
