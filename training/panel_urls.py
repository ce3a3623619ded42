"""Addresses of the queue: panels and contests."""

from django.urls import URLPattern, URLResolver, path

from training.views import contests, panels, queue

app_name = "panels"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", queue.queue, name="queue"),
    path("panels/open/<int:version_id>/", panels.open_panel, name="open"),
    path("panels/<int:pk>/", panels.panel, name="panel"),
    path("panels/<int:pk>/withdraw/", panels.withdraw, name="withdraw"),
    path("panels/<int:pk>/decide/", panels.decide, name="decide"),
    path("contests/<int:pk>/", contests.answer, name="contest"),
]
