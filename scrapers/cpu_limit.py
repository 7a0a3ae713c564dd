"""An end to computing: a page made to take for ever is given up, a busy machine is not blamed."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from scrapers.outcome import TooSlow


@contextmanager
def cpu_limit(seconds: float, what: str) -> Iterator[None]:
    """Raise TooSlow when the block has used so many seconds of the processor; `what` names the
    work.

    It interrupts Python, regular expressions and the parsers of lxml, but no other loop in C, and
    works in the main thread only, as signals do.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"{what}: not done after {seconds:g} seconds of computing")

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)  # again, where a library swallowed the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)  # one on its way would end the process
