"""Addresses of the morning page and of everything about monitoring."""

from django.urls import URLPattern, URLResolver, path

from reliability.views.monitoring import alerts, hardest, morning, own, people, plans, previews

app_name = "monitoring"

urlpatterns: list[URLPattern | URLResolver] = [
    path("morning/", morning.morning, name="morning"),
    path("monitoring/alerts/", alerts.alerts, name="alerts"),
    path("monitoring/alerts/<int:pk>/", alerts.alert, name="alert"),
    path("monitoring/alerts/<int:pk>/remedy/", alerts.remedy, name="assign_remedy"),
    path(
        "monitoring/alerts/<int:pk>/recheck/<int:remedy_pk>/", alerts.recheck, name="give_recheck"
    ),
    path("monitoring/alerts/<int:pk>/close/", alerts.close, name="close_alert"),
    path("monitoring/alerts/<int:pk>/escalate/", alerts.escalate, name="escalate_alert"),
    path("monitoring/alerts/<int:pk>/note/", alerts.note, name="note_on_alert"),
    path("monitoring/hardest/", hardest.hardest, name="hardest"),
    path("monitoring/hardest/<slug:tool>/<slug:item>/", hardest.confusion, name="confusion"),
    path("monitoring/pairs/", hardest.pairing, name="pairing"),
    path("monitoring/previews/", previews.previews, name="previews"),
    path("monitoring/previews/exams/<int:pk>/", previews.exam, name="preview_exam"),
    path("monitoring/previews/<int:pk>/<slug:tool>/", previews.preview, name="preview"),
    path("monitoring/plans/", plans.plans, name="plans"),
    path("monitoring/plans/<int:programme_id>/<slug:tool>/", plans.plan, name="plan"),
    path("monitoring/rules/<slug:tool>/", plans.rules, name="rules"),
    path("monitoring/mine/", own.mine, name="mine"),
    path("monitoring/mine/<slug:tool>/", own.mine, name="mine_with"),
    path("monitoring/remedies/<int:pk>/", own.remedy, name="own_remedy"),
    path("monitoring/remedies/<int:pk>/read/", own.read, name="read_remedy"),
    path("monitoring/people/", people.people, name="people"),
    path("monitoring/people/<int:pk>/<slug:tool>/", people.person, name="person"),
    path(
        "monitoring/people/<int:pk>/<slug:tool>/supervision/",
        people.supervision,
        name="supervision",
    ),
    path(
        "monitoring/people/<int:pk>/<slug:tool>/supervision.pdf",
        people.supervision,
        {"kind": "pdf"},
        name="supervision_pdf",
    ),
    path(
        "monitoring/people/<int:pk>/<slug:tool>/training/",
        people.record_training,
        name="record_training",
    ),
    path(
        "monitoring/training/<int:pk>/withdraw/", people.withdraw_training, name="withdraw_training"
    ),
]
