"""The same with nothing between the server and the view but what no installation starts without."""

from bench.load import settings
from bench.load.settings import *  # noqa: F403

settings.MIDDLEWARE[:] = ["allauth.account.middleware.AccountMiddleware"]
