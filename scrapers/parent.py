"""A process that ends with the one that started it, even when that one is killed."""

import os
import signal
import threading
import time


def end_with(parent: int) -> None:
    """From now on, end this process soon after the process `parent` that started it has ended."""
    threading.Thread(target=_wait_for, args=[parent], daemon=True).start()


def _wait_for(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
