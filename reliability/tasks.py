"""Jobs of this app that run by the schedule."""

from django.utils.timezone import now

from config.compat import task
from reliability.actions.reminding import remind_expiring


@task
def remind_of_expiry() -> int:
    """Tell holders 90, 60, 30 and 7 days before a certificate expires; safe to repeat."""
    return remind_expiring(now())
