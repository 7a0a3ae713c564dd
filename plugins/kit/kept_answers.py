"""The answers a process gave last, so that a page many ask for is made once for each build."""

import zlib
from collections import OrderedDict
from typing import Any

Headers = list[tuple[bytes, bytes]]
MOST_BYTES = 32_000_000  # of all answers that are kept, as they are kept
LARGEST = 300_000  # bytes of one answer; a larger one is seldom asked for twice


class KeptAnswers:
    """Whole answers by the tag that names all they were made of, those asked for last; compressed,
    for pages are long and alike.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self.answers: OrderedDict[bytes, tuple[Headers, bytes]] = OrderedDict()

    def find(self, etag: bytes) -> tuple[Headers, bytes] | None:
        """The headers and the body that were sent under this tag, if they are still kept."""
        if etag not in self.answers:
            return None
        self.answers.move_to_end(etag)
        kept_headers, packed = self.answers[etag]
        return kept_headers, zlib.decompress(packed)

    def keep(self, etag: bytes, headers: Headers, body: bytes) -> None:
        """Keep an answer, and let go of those not asked for the longest."""
        if etag in self.answers or len(body) > LARGEST:
            return
        packed = zlib.compress(body, 1)
        self.answers[etag] = headers, packed
        self.bytes += len(packed)
        while self.bytes > self.most_bytes:
            _, (_, oldest) = self.answers.popitem(last=False)
            self.bytes -= len(oldest)


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
