"""`make texts` for the texts held beside this repository, over the loopback: time, requests, bytes.

    python -m bench.texts [FOLDER]

FOLDER holds statutes as <country>/<name>/text.*; by default ../shared/data/statutes beside the
repository. The addresses of text_source are led to a server on this machine that serves them.
"""

import argparse
import csv
import hashlib
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ingest.received import fetch_texts
from ingest.received.import_log import imported_texts

ROOT = Path(__file__).parent.parent
STATUTES = ROOT.parent / "shared" / "data" / "statutes"


@dataclass
class Loopback:
    """A curated folder whose addresses lead to this machine, and what was asked and sent."""

    curated: Path
    place: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sent: int = 0

    def lead_here(self, held: dict[str, bytes]) -> None:
        """Give every row that a program fetches an address here; leave out those whose text is not
        held, which would ask the network.
        """
        for path in (self.curated / "text_source").glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as lines:
                rows = list(csv.DictReader(lines))
            kept = []
            for row in rows:
                hashes = (row["extract_sha256"] or row["sha256"]).split(";")
                data = next((held[one] for one in hashes if one in held), None)
                if row["fetched_by"] == "program" and data is not None:
                    name = f"/{row['instrument']}/{row['ordinal']}"
                    self.files[name] = data
                    row["address"] = f"http://{self.place}{name}"
                if row["fetched_by"] == "person" or data is not None:
                    kept.append(row)
            with path.open("w", encoding="utf-8", newline="") as lines:
                writer = csv.DictWriter(lines, fieldnames=rows[0].keys())
                writer.writeheader()
                writer.writerows(kept)

    def options(self, raw: Path) -> list[str]:
        """The options that a run of fetch_texts needs here."""
        folders = ["--curated", str(self.curated), "--raw", str(raw)]
        return [*folders, "--pace", "0", "--private", self.place]


@contextmanager
def serve_held(statutes: Path, folder: Path) -> Iterator[Loopback]:
    """A server of the held texts, and a copy of db/curated in `folder` that leads to it."""
    held = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path.read_bytes()
        for path in statutes.glob("*/*/text.*")
    }
    here = Loopback(folder / "curated")
    shutil.copytree(ROOT / "db" / "curated", here.curated)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append(self.path)
            data = here.files.get(self.path)
            self.send_response(404 if data is None else 200)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")
            here.sent += len(data or b"")

        def log_message(self, *words: Any) -> None:
            """Say nothing: the run reports for itself."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        here.place = f"127.0.0.1:{server.server_port}"
        here.lead_here(held)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield here
        server.shutdown()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=STATUTES)
    statutes = parser.parse_args().folder
    if not statutes.is_dir():
        sys.exit(f"no statutes under {statutes}")
    with tempfile.TemporaryDirectory() as scratch, serve_held(statutes, Path(scratch)) as here:
        raw = Path(scratch) / "raw"
        for name, extra in (("network", []), ("again", []), ("folder", ["--from", str(statutes)])):
            before, asked, sent = clock(), len(here.asked), here.sent
            with suppress(SystemExit):
                fetch_texts.main([*here.options(raw), *extra])
            wall, cpu = (now - then for now, then in zip(clock(), before, strict=True))
            print(
                f"{name}: {wall:.1f} s, {cpu:.1f} s CPU, {len(here.asked) - asked} requests, "
                f"{here.sent - sent:,} bytes, {len(imported_texts(raw))} texts held",
                file=sys.stderr,
            )


def clock() -> tuple[float, float]:
    """Seconds on the wall, seconds of CPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return time.monotonic(), used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
