"""Addresses of the front door."""

from django.urls import path

from agencies import views

app_name = "agencies"

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.language, name="language"),
    path("me/", views.account, name="account"),
    path("role/", views.switch_role, name="switch_role"),
]
