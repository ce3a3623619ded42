"""Addresses that anybody may open: what a certificate's QR code and a badge lead to."""

from django.urls import URLPattern, URLResolver

app_name = "verify"

urlpatterns: list[URLPattern | URLResolver] = []
