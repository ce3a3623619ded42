"""Addresses for learning platforms, and of the pages on them."""

from django.urls import path

from lti.views import linking, messages, platforms

app_name = "lti"

urlpatterns = [
    path("login/", messages.login, name="login"),
    path("launch/", messages.launch, name="launch"),
    path("keys/", messages.keys, name="keys"),
    path("arrived/<str:key>/", messages.arrived, name="arrived"),
    path("link/", linking.link, name="link"),
    path("choose/", linking.choose, name="choose"),
    path("go/<int:pk>/", linking.go, name="go"),
    path("platforms/", platforms.platforms, name="platforms"),
    path("platforms/new/", platforms.add, name="add_platform"),
    path("platforms/<int:pk>/", platforms.platform, name="platform"),
    path("platforms/<int:pk>/deployments/", platforms.add_deployment, name="add_deployment"),
    path("platforms/<int:pk>/end/", platforms.end, name="end_platform"),
    path("platforms/<int:pk>/accounts/<int:account>/end/", platforms.unlink, name="unlink"),
    path("platforms/<int:pk>/courses/<int:placement>/", platforms.course, name="course"),
]
