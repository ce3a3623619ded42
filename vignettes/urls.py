"""Addresses of the vignettes pages."""

from django.urls import URLPattern, URLResolver, path

from vignettes.views import library

app_name = "vignettes"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", library.library, name="library"),
    path("rules/", library.tools, name="tools"),
    path("rules/<slug:tool>/", library.rules, name="rules"),
    path("rules/<slug:tool>/<slug:rule_id>/", library.rule, name="rule"),
    path("<slug:code>/", library.version, name="version"),
    path("<slug:code>/<int:number>/", library.version, name="version"),
    path("<slug:code>/<int:number>/show/", library.show_gold, name="show_gold"),
]
