"""What outer apps hear of when something was written that stays: a coding, an exam, a decision.

The app that writes knows none of them: each registers a listener when it starts.
"""

from collections.abc import Callable

from django.db.models import Model

Listener = Callable[[Model], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Tell this function of everything from now on; called inside the transaction of the write."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_of(thing: Model) -> None:
    """Something was written, or has changed its state."""
    for listener in _listeners:
        listener(thing)
