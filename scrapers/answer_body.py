"""The body of an HTTP answer, unpacked piece by piece under a limit of size."""

import zlib
from collections.abc import Iterator
from typing import Any

import httpx

from scrapers.outcome import TooLarge, Truncated, WrongType


def read_body(answer: httpx.Response, largest: int) -> Iterator[bytes]:
    """Yield the body, unpacked in small pieces (a bomb is met before it grows), never more than
    `largest` bytes.
    """
    if int(answer.headers.get("content-length", "0") or 0) > largest:
        announced = answer.headers["content-length"]
        raise TooLarge(f"{answer.url}: {announced} bytes announced, {largest} allowed")
    packing = answer.headers.get("content-encoding", "identity").lower()
    if packing not in ("identity", "gzip", "x-gzip", "deflate"):
        raise WrongType(f"{answer.url}: packed as {packing[:40]!r}, which nobody asked for")
    inflate, size = zlib.decompressobj(wbits=47), 0
    for chunk in answer.iter_raw(65536):
        for piece in (
            [chunk] if packing == "identity" else unpack_chunk(inflate, chunk, str(answer.url))
        ):
            size += len(piece)
            if size > largest:
                raise TooLarge(f"{answer.url}: more than {largest} bytes")
            yield piece
    if packing != "identity" and size and (not inflate.eof or inflate.unused_data):
        raise Truncated(
            f"{answer.url}: the compressed body does not end where it should, after {size} bytes"
        )


def unpack_chunk(inflate: Any, chunk: bytes, url: str) -> Iterator[bytes]:
    """Yield what the chunk holds, a megabyte at most at a time."""
    most = 1_000_000
    while True:
        try:
            piece = inflate.decompress(chunk, most)
        except zlib.error as error:
            raise Truncated(f"{url}: damaged compression: {error}") from error
        yield piece
        chunk = inflate.unconsumed_tail
        if not chunk and len(piece) < most:
            return
