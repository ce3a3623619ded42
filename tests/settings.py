"""The settings of the tests: those of the product, with every extra switched on."""

from config import extras
from config import settings as base
from config.settings import *  # noqa: F403

EXTRAS = ("lti", "xapi")
INSTALLED_APPS = [*base.INSTALLED_APPS, *extras.apps(EXTRAS)]
MIDDLEWARE = [*base.MIDDLEWARE, *extras.middleware(EXTRAS)]
