"""Addresses of the vignettes pages."""

from django.urls import URLPattern, URLResolver, path

from vignettes import views

app_name = "vignettes"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.library, name="library"),
    path("rules/", views.tools, name="tools"),
    path("rules/<slug:tool>/", views.rules, name="rules"),
    path("rules/<slug:tool>/<slug:rule_id>/", views.rule, name="rule"),
    path("<slug:code>/", views.version, name="version"),
    path("<slug:code>/<int:number>/", views.version, name="version"),
]
