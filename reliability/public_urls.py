"""Addresses that anybody may open: what a certificate's QR code and a badge lead to."""

from django.urls import URLPattern, URLResolver, path

from reliability.views import verifying

app_name = "verify"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", verifying.enter, name="enter"),
    path("keys.json", verifying.public_keys, name="keys"),
    path("agencies/<int:pk>/", verifying.issuer, name="issuer"),
    path("agencies/<int:pk>/status.jwt", verifying.status_list, name="status_list"),
    path("achievements/<slug:tool>/", verifying.achievement_told, name="achievement"),
    path("<str:code>/", verifying.certificate, name="certificate"),
]
