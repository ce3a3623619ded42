"""Which app answers which address."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import health, version, views
from config.metrics.view import metrics

# The admin's own sign-in knows no limits; allauth's does.
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "config.views.failed"

urlpatterns = [
    path("", include("agencies.urls")),
    path("vignettes/", include("vignettes.urls")),
    path("training/", include("training.urls")),
    path("queue/", include("training.panel_urls")),
    path("reliability/", include("reliability.urls")),
    path("", include("reliability.monitoring_urls")),
    path("studies/", include("reliability.studies_urls")),
    path("shared/", include("reliability.shared_urls")),
    path("verify/", include("reliability.public_urls")),
    path("api/", include("reliability.api.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    path("version", version.page, name="version"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots_txt, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    *(path(f"{name}/", include(f"{name}.urls")) for name in settings.EXTRAS),
]
