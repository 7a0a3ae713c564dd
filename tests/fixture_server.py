"""A server on this machine that misbehaves on demand. No test of the project asks the network."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scrapers.page import Row, all_elements, read_html, text_of

Reply = Callable[[socket.socket, str, dict[str, str]], None]


def answer(status: str = "200 OK", body: bytes = b"", **headers: str) -> Reply:
    """A whole answer; header names with _ for -."""

    def reply(connection: socket.socket, path: str, asked: dict[str, str]) -> None:
        fields = {
            "Content-Type": "text/html",
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.sendall(
            f"HTTP/1.1 {status}\r\n".encode()
            + "".join(f"{k}: {v}\r\n" for k, v in fields.items()).encode()
            + b"\r\n"
            + body
        )

    return reply


def drip(before: bytes, piece: bytes, wait: float) -> Reply:
    """Send something, then a little more, for ever."""

    def reply(connection: socket.socket, path: str, asked: dict[str, str]) -> None:
        connection.sendall(before)
        while True:
            connection.sendall(piece)
            time.sleep(wait)

    return reply


def in_turn(*replies: Reply) -> Reply:
    """The first answer to the first request, and so on; the last one for all that follow."""
    left = list(replies)
    return lambda connection, path, asked: (left.pop(0) if len(left) > 1 else left[0])(
        connection, path, asked
    )


class Server:
    """Answers each path as told and remembers what was asked: [(path, headers)]."""

    def __init__(self, replies: dict[str, Reply], certificate: Path | None = None) -> None:
        self.replies, self.asked = replies, list[tuple[str, dict[str, str]]]()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.place = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.url = f"{'https' if certificate else 'http'}://{self.place}"
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
        if self.tls and certificate:
            self.tls.load_cert_chain(certificate)
        threading.Thread(target=self.serve, daemon=True).start()

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.handle, args=(connection,), daemon=True).start()

    def handle(self, connection: socket.socket) -> None:
        try:
            connection = (
                self.tls.wrap_socket(connection, server_side=True) if self.tls else connection
            )
        except OSError:  # our certificate was not believed
            return
        with connection:
            try:
                data = b""
                while b"\r\n\r\n" not in data:
                    if not (piece := connection.recv(65536)):
                        return
                    data += piece
                first, *lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
                path, headers = (
                    first.split(" ")[1],
                    {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)},
                )
                self.asked.append((path, headers))
                self.replies.get(path, self.replies.get("*", answer("404 Not Found")))(
                    connection, path, headers
                )
            except OSError:  # the other side has had enough: what most of these tests want
                return


@contextmanager
def serving(replies: dict[str, Reply], certificate: Path | None = None) -> Iterator[Server]:
    server = Server(replies, certificate)
    try:
        yield server
    finally:
        server.listener.close()


def items(name: str, page: bytes) -> Iterator[Row]:
    """The parser of the pages this server gives: every item of a list."""
    yield from (("item", {"text": text_of(item)}) for item in all_elements(read_html(page), "li"))
