"""Addresses of the reliability pages."""

from django.urls import URLPattern, URLResolver, include, path

from reliability.views import boosters, confirming, correction, credentials, gold, transcripts

app_name = "reliability"

urlpatterns: list[URLPattern | URLResolver] = [
    path("gold/<int:pk>/", gold.gold_change, name="gold_change"),
    path("corrections/<int:pk>/", correction.correction, name="correction"),
    path("", include("reliability.decision_urls")),
    path("certificates/mine/", credentials.my_certificates, name="my_certificates"),
    path("certificates/", credentials.certificates, name="certificates"),
    path("certificates/<int:pk>/", credentials.certificate, name="certificate"),
    path("certificates/<int:pk>/certificate.pdf", credentials.pdf, name="certificate_pdf"),
    path("certificates/<int:pk>/badge.jwt", credentials.badge, {"kind": "jwt"}, name="badge_token"),
    path(
        "certificates/<int:pk>/badge.svg", credentials.badge, {"kind": "svg"}, name="badge_picture"
    ),
    path("certificates/<int:pk>/rename/", credentials.renamed, name="rename_certificate"),
    path("certificates/<int:pk>/booster/", boosters.opened, name="open_booster"),
    path("certificates/<int:pk>/revoke/", credentials.revoked, name="revoke_certificate"),
    path("decisions/<int:pk>/certificate/", credentials.issued, name="issue_certificate"),
    path("transcript/", transcripts.own_transcript, name="transcript"),
    path("transcript.pdf", transcripts.own_transcript, {"kind": "pdf"}, name="transcript_pdf"),
    path("transcript.json", transcripts.own_transcript, {"kind": "json"}, name="transcript_json"),
    path("transcript/<int:pk>/", transcripts.transcript_of, name="transcript_of"),
    path(
        "transcript/<int:pk>/transcript.pdf",
        transcripts.transcript_of,
        {"kind": "pdf"},
        name="transcript_of_pdf",
    ),
    path(
        "transcript/<int:pk>/transcript.json",
        transcripts.transcript_of,
        {"kind": "json"},
        name="transcript_of_json",
    ),
    path("rules/", confirming.confirmed_rules, name="confirmed_rules"),
    path("rules/<slug:tool>/<slug:rule_id>/", confirming.confirmed_rule, name="confirmed_rule"),
    path("panels/agreement/", gold.panel_agreement, name="panel_agreement"),
]
