"""More than one browser, and another day."""

import pytest
import time_machine
from django.test import Client


@pytest.fixture
def client_of():
    """A browser of its own in which this person is signed in."""

    def make(user):
        client = Client()
        client.force_login(type(user).objects.get(pk=user.pk))
        return client

    return make


@pytest.fixture
def time_machine_at():
    """Live through a block at another moment."""
    return lambda moment: time_machine.travel(moment, tick=True)
