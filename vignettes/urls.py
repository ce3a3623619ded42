"""Addresses of the vignettes pages."""

from django.urls import URLPattern, URLResolver

app_name = "vignettes"

urlpatterns: list[URLPattern | URLResolver] = []
