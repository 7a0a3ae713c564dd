"""The sockets of fetch.py: public addresses only, and an end to every answer.

Checked here and not before the request, because only here is it certain which address a name stands
for.
"""

import ipaddress
import socket
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from scrapers.outcome import BadRedirect

GIVEN_OUT = ipaddress.ip_network("2000::/3")  # all of IPv6 that hosts of the internet may have
NAT64 = ipaddress.ip_network(
    "64:ff9b::/96"
)  # the internet of IPv4, as an IPv6-only network sees it
NO_HOSTS = (  # which Python 3.11 does not know
    ipaddress.ip_network("192.88.99.0/24"),  # routers into 6to4
    ipaddress.ip_network("3fff::/20"),  # for documents
)


class Timed(httpcore.NetworkStream):
    """A socket that stops when the time of the whole answer is over, even if bytes still drip."""

    def __init__(self, stream: httpcore.NetworkStream, clock: dict[str, float]) -> None:
        self.stream, self.clock = stream, clock

    def seconds_left(self, timeout: float | None) -> float:
        rest = self.clock["ends"] - time.monotonic()
        if rest <= 0:
            raise httpcore.ReadTimeout("the time for this answer is over")
        return min(rest, timeout or rest)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, self.seconds_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, self.seconds_left(timeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return Timed(
            self.stream.start_tls(ssl_context, server_hostname, self.seconds_left(timeout)),
            self.clock,
        )

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


class Guard(httpcore.SyncBackend):
    """Opens sockets to public addresses only: the address that was checked is the one that is
    connected to.
    """

    def __init__(self, private: frozenset[str], clock: dict[str, float]) -> None:
        self.private, self.clock = private, clock

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host}: {error}") from error
        addresses = [str(entry[4][0]) for entry in entries]
        for address in addresses:
            if f"{host}:{port}" not in self.private and not is_public(address):
                raise BadRedirect(f"{host} is {address}, an address inside this network")
        return Timed(
            super().connect_tcp(addresses[0], port, timeout, local_address, socket_options),
            self.clock,
        )


def is_public(address: str) -> bool:
    """True for an address of the open internet; loopback, private, link-local, site-local and
    multicast ones are not. An IPv6 address that stands for one of IPv4 is judged by that.
    """
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if inner := ip.ipv4_mapped or ip.sixtofour or (ip in NAT64 and last_32_bits(ip)):
            return is_public(str(inner))
        if ip not in GIVEN_OUT:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in part for part in NO_HOSTS)


def last_32_bits(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(ip.packed[-4:])


class Transport(httpx.BaseTransport):
    """httpx over sockets that Guard opens."""

    def __init__(self, guard: Guard) -> None:
        self.pool = httpcore.ConnectionPool(network_backend=guard, max_connections=4)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = self.pool.handle_request(
            httpcore.Request(
                request.method, url, headers=request.headers.raw, extensions=request.extensions
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=Body(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        self.pool.close()


class Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self.answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self.answer.iter_stream()

    def close(self) -> None:
        self.answer.close()
