"""Addresses of the pages on an agency's learning record store."""

from django.urls import path

from xapi import views

app_name = "xapi"

urlpatterns = [
    path("", views.store, name="store"),
    path("new/", views.set_store, name="set_store"),
    path("end/", views.end_store, name="end_store"),
]
