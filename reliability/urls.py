"""Addresses of the reliability pages."""

from django.urls import URLPattern, URLResolver, path

from reliability import views

app_name = "reliability"

urlpatterns: list[URLPattern | URLResolver] = [
    path("studies/", views.studies, name="studies"),
    path("studies/<int:pk>/", views.study, name="study"),
]
