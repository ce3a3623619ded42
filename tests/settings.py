"""The settings of the tests: those of the product, with every extra switched on."""

from config import environment
from config import settings as base
from config.settings import *  # noqa: F403

EXTRAS = ("lti", "xapi")
INSTALLED_APPS = [*base.INSTALLED_APPS, *environment.extra_apps(EXTRAS)]
MIDDLEWARE = [*base.MIDDLEWARE, *environment.extra_middleware(EXTRAS)]
