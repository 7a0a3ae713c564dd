"""The answers a process gave last, so that a page many ask for is made once for each build; shared
with the other processes of the site where there is a folder for them.
"""

import json
import os
import zlib
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import Any

Headers = list[tuple[bytes, bytes]]
MOST_BYTES = 32_000_000  # of all answers that are kept, as they are kept; once more in the folder
LARGEST = 300_000  # bytes of one answer; a larger one is seldom asked for twice
SWEPT = 8  # a process looks at the folder when it has put an eighth of what may lie there into it


def shared_folder() -> Path | None:
    """Where the processes of one site leave for each other what one of them found out, if the
    service has such a folder: KEPT_ANSWERS of the environment (deploy/gunicorn.py).
    """
    folder = os.environ.get("KEPT_ANSWERS")
    return Path(folder) if folder else None


class KeptAnswers:
    """Whole answers by the tag that names all they were made of, those asked for last; compressed,
    for pages are long and alike.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, folder: Path | None = None) -> None:
        """folder: where the processes of one site leave their answers for each other."""
        self.most_bytes, self.bytes, self.folder = most_bytes, 0, folder
        self.answers: OrderedDict[bytes, bytes] = OrderedDict()
        self.unswept = 0  # bytes put into the folder since it was looked at

    def find(self, etag: bytes) -> tuple[Headers, bytes] | None:
        """The headers and the body that were sent under this tag, if they are still kept, here or
        by another process.
        """
        if etag in self.answers:
            self.answers.move_to_end(etag)
        elif packed := self.read_shared(etag):
            self.hold(etag, packed)
        else:
            return None
        return unpack(self.answers[etag])

    def keep(self, etag: bytes, headers: Headers, body: bytes) -> None:
        """Keep an answer, and let go of those not asked for the longest."""
        if etag in self.answers or len(body) > LARGEST:
            return
        packed = pack(headers, body)
        self.hold(etag, packed)
        if self.folder:
            with suppress(OSError):  # a folder that went or is full costs time and no answer
                self.share(self.folder, etag, packed)

    def hold(self, etag: bytes, packed: bytes) -> None:
        """Hold an answer in memory."""
        self.answers[etag] = packed
        self.bytes += len(packed)
        while self.bytes > self.most_bytes and len(self.answers) > 1:
            _, oldest = self.answers.popitem(last=False)
            self.bytes -= len(oldest)

    def share(self, folder: Path, etag: bytes, packed: bytes) -> None:
        """Leave an answer to the other processes, whole or not at all."""
        part = folder / f".{os.getpid()}"
        part.write_bytes(packed)
        part.replace(folder / file_name(etag))
        self.unswept += len(packed)
        if self.unswept > self.most_bytes // SWEPT:
            self.unswept = 0
            sweep(folder, self.most_bytes * 3 // 4)  # two processes may add their eighths

    def read_shared(self, etag: bytes) -> bytes | None:
        """What another process kept under this tag."""
        if not self.folder:
            return None
        try:
            return (self.folder / file_name(etag)).read_bytes()
        except OSError:  # nobody has, or it has just been swept away
            return None


def pack(headers: Headers, body: bytes) -> bytes:
    """An answer as it is kept: the headers in a line of JSON, then the body, compressed."""
    head = json.dumps([[part.decode("latin-1") for part in pair] for pair in headers])
    return zlib.compress(head.encode() + b"\n" + body, 1)


def unpack(packed: bytes) -> tuple[Headers, bytes]:
    """The headers and the body of a kept answer."""
    head, _, body = zlib.decompress(packed).partition(b"\n")
    pairs = ([part.encode("latin-1") for part in pair] for pair in json.loads(head))
    return [(name, value) for name, value in pairs], body


def file_name(etag: bytes) -> str:
    """The name of the file of a tag: its letters and figures."""
    return "".join(sign for sign in etag.decode("ascii") if sign.isalnum())


def sweep(folder: Path, most_bytes: int) -> None:
    """Take the oldest files out of a folder until the others have so many bytes at most."""
    files = []
    with os.scandir(folder) as found:
        for entry in found:
            with suppress(FileNotFoundError):  # another process sweeps too
                told = entry.stat()
                files.append((told.st_mtime_ns, told.st_size, entry.path))
    left = sum(size for _, size, _ in files)
    for _, size, path in sorted(files):
        if left <= most_bytes:
            return
        with suppress(FileNotFoundError):
            os.unlink(path)
        left -= size


class Recorder:
    """`send` that tags a public answer and keeps it when it is whole. An answer in pieces is a
    download that streams: it is sent on and not kept.
    """

    def __init__(self, send: Any, etag: bytes, kept: KeptAnswers | None, is_public: Any) -> None:
        self.send, self.etag, self.kept, self.is_public = send, etag, kept, is_public
        self.headers: Headers | None = None

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            if message["status"] == 200 and self.is_public(message["headers"]):
                self.headers = [*message["headers"], (b"etag", self.etag)]
                message = {**message, "headers": self.headers}
        elif self.kept is not None and self.headers is not None:
            if not message.get("more_body"):
                self.kept.keep(self.etag, self.headers, message.get("body", b""))
            self.headers = None
        await self.send(message)
