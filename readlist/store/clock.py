"""When a question to the library should stop: because nobody waits for it any more, or because it took long enough."""

import time
from collections.abc import Callable


class Interrupted(Exception):  # noqa: N818 - it is no error
    """Somebody asked something else meanwhile; nobody waits for this answer."""


class Clock:
    """Tells when to stop: ``cancelled`` when nobody wants the answer any more, ``late`` when it took long enough."""

    def __init__(self, cancelled: Callable[[], bool], seconds: float | None) -> None:
        self.cancelled = cancelled
        self.deadline = None if seconds is None else time.monotonic() + seconds
        self.pressing = False

    def late(self) -> bool:
        """Whether time is up."""
        return self.deadline is not None and time.monotonic() > self.deadline

    def check(self) -> None:
        """Raises :class:`Interrupted` when nobody wants the answer any more. For what SQLite does not see: it is asked
        between steps of a millisecond."""
        if self.cancelled():
            raise Interrupted

    def stop(self) -> bool:
        """What SQLite asks now and then: whether to give up; for being late only while candidates are gathered."""
        return self.cancelled() or (self.pressing and self.late())
