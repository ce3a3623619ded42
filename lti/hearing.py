"""What was handed in, closed or decided changes what a gradebook should say."""

from functools import partial

from django.db import models, transaction
from django_scopes import scopes_disabled

from lti.models import Grade
from reliability.models import Decision
from training.models import Coding, Exam


def heard(thing: models.Model) -> None:
    """Look anew at the places of whoever did it, once the write stands."""
    from lti.tasks import refresh_places

    user = _whose(thing)
    if user is None:
        return
    with scopes_disabled():
        has_places = Grade.objects.filter(account__user=user).exists()
    if has_places:
        transaction.on_commit(partial(refresh_places.enqueue, user), robust=True)


def _whose(thing: models.Model) -> int | None:
    if isinstance(thing, Coding):
        return thing.assessor.user_id
    if isinstance(thing, (Decision, Exam)) and thing.enrolment is not None:
        return thing.enrolment.assessor.user_id
    return None
