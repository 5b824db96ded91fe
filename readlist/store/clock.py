"""When a question to the library should stop: because nobody waits for it any more, or because it took long enough."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Interrupted(Exception):  # noqa: N818 - it is no error
    """Somebody asked something else meanwhile; nobody waits for this answer."""


class Clock:
    """Tells when to stop: ``cancelled`` when nobody wants the answer any more, ``late`` when it took long enough."""

    def __init__(self, cancelled: Callable[[], bool], seconds: float | None) -> None:
        self.cancelled = cancelled
        self.deadline = None if seconds is None else time.monotonic() + seconds
        self._pressing: float | None = None

    def late(self) -> bool:
        """Whether time is up."""
        return self.deadline is not None and time.monotonic() > self.deadline

    def check(self) -> None:
        """Raises :class:`Interrupted` when nobody wants the answer any more. For what SQLite does not see: it is asked
        between steps of a millisecond."""
        if self.cancelled():
            raise Interrupted

    @contextmanager
    def pressing(self, seconds: float | None = None) -> Iterator[None]:
        """Within this a statement gives up when it is late, or after some seconds of its own."""
        own = None if seconds is None else time.monotonic() + seconds
        self._pressing = min((end for end in (own, self.deadline) if end is not None), default=None)
        try:
            yield
        finally:
            self._pressing = None

    def stop(self) -> bool:
        """What SQLite asks now and then: whether to give up; for being late only where time presses."""
        return self.cancelled() or (self._pressing is not None and time.monotonic() > self._pressing)
