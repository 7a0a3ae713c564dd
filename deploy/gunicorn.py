"""Settings of gunicorn: a process for each core, each of which notices a new database by itself."""

import gc
import os
import shutil
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8001")
workers = int(os.environ.get("WORKERS", os.cpu_count() or 1))
worker_class = "uvicorn_worker.UvicornWorker"
forwarded_allow_ips = os.environ.get("PROXY", "127.0.0.1")  # whose word on https and host is taken
graceful_timeout = 30
timeout = 60
keepalive = 5

# gunicorn's socket for commands: in the folder that systemd makes for it, else none
runtime = os.environ.get("RUNTIME_DIRECTORY", "")
control_socket = f"{runtime}/gunicorn.ctl"
control_socket_disable = not runtime

# answers that one process made and all may send: plugins/kit/kept_answers.py
kept = f"{runtime}/kept" if runtime else ""
raw_env = [f"KEPT_ANSWERS={kept}"]


def on_starting(_server: Any) -> None:
    """Begin without what an earlier start left."""
    if kept:
        shutil.rmtree(kept, ignore_errors=True)
        os.makedirs(kept, 0o700)


def post_worker_init(_worker: Any) -> None:
    """Leave the code and words of the site, which stay, out of every later search for garbage: one
    such search held all readers of a process up for 100 ms.
    """
    gc.collect()
    gc.freeze()
