"""Fetching, politely and within limits: with its sockets (sockets.py), the only module that uses
the network.

One GET at a time: robots.txt first, a pause per host, an agent string that says who we are, the
validators of the last answer (ETag, Last-Modified), at most three tries. Limits hold at the socket:
no private address is ever connected to, whatever a name or a redirect says, and no answer may last
longer or grow larger than the policy allows, compressed or not. The saved snapshot is the cache, so
there is no second one: an answer 304 means the snapshot is still what the host serves.
"""

import hashlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import Request

import httpcore
import httpx
from protego import Protego
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from scrapers.answer_body import read_body
from scrapers.outcome import (
    BadRedirect,
    ChallengePage,
    EmptyPage,
    Gone,
    NoAnswer,
    Outcome,
    Refused,
    RobotsForbid,
    Truncated,
)
from scrapers.page import refuse_stand_ins
from scrapers.snapshots import can_be_sent
from scrapers.sockets import Guard, Transport

TOKEN = "PalermoLedger"
SILENCE = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)


@dataclass(frozen=True)
class Policy:
    """Limits of one run. Times in seconds, sizes in bytes; `private` lists host:port pairs on this
    machine that tests may reach.
    """

    contact: str
    pace: float = 3.0
    tries: int = 3
    hops: int = 5
    longest: float = 120.0
    largest: int = 50_000_000
    longest_wait: float = 300.0
    private: frozenset[str] = frozenset()

    @property
    def agent(self) -> str:
        """Our name and how to reach us; some hosts answer only when it begins like a browser's, and
        it must not say 'Bot'.
        """
        return f"Mozilla/5.0 (compatible; {TOKEN}/0.1; {self.contact})"


@dataclass
class Answer:
    """What came back: status 200 (body in `path`) or 304 (no body). sha256 and bytes describe the
    decoded body.
    """

    url: str
    status: int
    sha256: str = ""
    bytes: int = 0
    headers: dict[str, str] = field(default_factory=dict)


class Busy(Outcome):
    """The host asks to come back later, or failed; worth another try. `wait` is what it asked for,
    in seconds.
    """

    name = "refused"

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


class PlainCookies(DefaultCookiePolicy):
    """Keeps for a run what a host asks to be told again, if it can be sent."""

    def set_ok(self, cookie: Cookie, request: Request) -> bool:
        """Whether a cookie is kept."""
        return can_be_sent(f"{cookie.name}={cookie.value}") and super().set_ok(cookie, request)


class Fetcher:
    """Fetches one address after the other under one policy. `sleep` can be replaced in tests."""

    def __init__(self, policy: Policy, sleep: Callable[[float], None] = time.sleep) -> None:
        self.policy, self.sleep = policy, sleep
        self.clock = {"ends": 0.0}
        self.robots: dict[str, Protego] = {}
        self.next_turn: dict[str, float] = {}
        self.client = httpx.Client(
            transport=Transport(Guard(policy.private, self.clock)),
            headers=self.request_headers(),
            timeout=httpx.Timeout(20.0),
            cookies=CookieJar(PlainCookies()),
        )

    def request_headers(self) -> dict[str, str]:
        return {"User-Agent": self.policy.agent, "Accept": "*/*", "Accept-Encoding": "gzip"}

    def get(self, url: str, path: Path, validators: dict[str, str] | None = None) -> Answer:
        """Fetch `url` into the file `path`. Returns an Answer; raises the Outcome that says why
        there is none.

        `validators` holds the ETag and Last-Modified of the copy at hand, if any. Robots, pace,
        Retry-After and retries apply.
        """
        wait = Retrying(
            stop=stop_after_attempt(self.policy.tries),
            retry=retry_if_exception_type((Busy, NoAnswer, Truncated)),
            wait=self.seconds_to_wait,
            sleep=self.sleep,
            reraise=True,
        )
        return wait(self.follow_redirects, url, path, validators or {})

    def seconds_to_wait(self, state: RetryCallState) -> float:
        """What the host asked for, or 2, 4, 8... seconds, with some jitter so that two runs do not
        knock together.
        """
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, Busy) else 0.0
        if asked > self.policy.longest_wait:
            raise Refused(
                f"asked to wait {asked:.0f} s, longer than {self.policy.longest_wait:.0f} s: "
                "try another day"
            )
        return max(asked, min(2.0**state.attempt_number, 60.0)) + random.uniform(0, 1)

    def follow_redirects(self, url: str, path: Path, validators: dict[str, str]) -> Answer:
        seen: list[str] = []
        while url not in seen and len(seen) <= self.policy.hops:
            seen.append(url)
            if not self.may_fetch(url):
                raise RobotsForbid(f"robots.txt of {urlsplit(url).netloc} closes {url}")
            target = self.send_request(url, path, validators)
            if isinstance(target, Answer):
                return target
            url = join_address(url, target)
        way = " -> ".join([*seen, url])[:300]
        raise BadRedirect(f"sent round in circles, or more than {self.policy.hops} times: {way}")

    def may_fetch(self, url: str) -> bool:
        """Ask the robots.txt of the host, fetched once a run. No file (4xx): all is open. Host
        failing (5xx): all is closed.
        """
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise BadRedirect(f"not an address on the web: {url[:100]!r}") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadRedirect(f"not an address on the web: {url[:100]}")
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self.robots:
            self.robots[host] = Protego.parse(self.robots_text(host))
        robots = self.robots[host]
        pause = robots.crawl_delay(TOKEN) or 0.0
        if pause > self.policy.longest_wait:
            raise RobotsForbid(
                f"robots.txt of {parts.netloc} asks for {pause:g} s between two requests, longer "
                f"than {self.policy.longest_wait:g} s"
            )
        return robots.can_fetch(url, TOKEN)

    def robots_text(self, host: str) -> str:
        closed, where = "User-agent: *\nDisallow: /", host + "/robots.txt"
        for _ in range(self.policy.hops):
            self.take_turn(where)
            try:
                with self.client.stream("GET", where) as answer:
                    if answer.is_redirect:
                        where = join_address(where, answer.headers.get("location", ""))
                        continue
                    body = b"".join(read_body(answer, 500_000))
            except SILENCE as error:
                raise NoAnswer(f"{where}: {type(error).__name__} {error}") from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise BadRedirect(f"{where}: {error}") from error
            if answer.status_code >= 500 or answer.status_code == 429:
                return closed
            if answer.status_code != 200:
                return ""
            return body.decode("utf-8", "replace")
        return ""

    def take_turn(self, url: str) -> None:
        """Wait until this host may be asked again, then start the clock of the next answer."""
        parts = urlsplit(url)
        robots = self.robots.get(f"{parts.scheme}://{parts.netloc}")
        pace = max(self.policy.pace, (robots.crawl_delay(TOKEN) or 0.0) if robots else 0.0)
        due = self.next_turn.get(parts.netloc, 0.0) - time.monotonic()
        if due > 0:
            self.sleep(due)
        self.next_turn[parts.netloc] = time.monotonic() + pace
        self.clock["ends"] = time.monotonic() + self.policy.longest

    def send_request(self, url: str, path: Path, validators: dict[str, str]) -> Answer | str:
        """One request. Returns the Answer, or the address it redirects to."""
        self.take_turn(url)
        extra = {
            "If-None-Match": validators.get("etag", ""),
            "If-Modified-Since": validators.get("last_modified", ""),
        }
        headers = {name: value for name, value in extra.items() if value}
        try:
            with self.client.stream("GET", url, headers=headers) as answer:
                if answer.status_code in (301, 302, 303, 307, 308) and "location" in answer.headers:
                    return str(answer.headers["location"])
                self.name_outcome(url, answer)
                if answer.status_code == 304:
                    return Answer(url, 304, headers=dict(answer.headers))
                return self.save_body(url, answer, path)
        except httpcore.RemoteProtocolError as error:
            raise Truncated(f"{url}: {error}") from error
        except SILENCE as error:
            raise NoAnswer(f"{url}: {type(error).__name__} {error}") from error
        except (
            httpx.HTTPError,
            httpx.InvalidURL,
        ) as error:  # our sockets raise httpcore's errors; httpx itself only minds addresses
            raise BadRedirect(f"{url}: {error}") from error

    def name_outcome(self, url: str, answer: httpx.Response) -> None:
        """Give every status but 200 and 304 its name."""
        status = answer.status_code
        if status in (200, 304):
            return
        head = b"".join(read_body(answer, 200_000))
        reason = f"{url}: status {status}"
        try:
            refuse_stand_ins(head)
        except ChallengePage as error:
            raise ChallengePage(f"{reason}, {error}") from error
        except (EmptyPage, Refused):
            pass
        if status in (404, 410):
            raise Gone(reason)
        if status == 429 or status >= 500:
            raise Busy(reason, retry_after(answer.headers.get("retry-after", "")))
        if status in (204, 205):
            raise EmptyPage(reason)
        raise Truncated(reason) if status == 206 else Refused(reason)

    def save_body(self, url: str, answer: httpx.Response, path: Path) -> Answer:
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as file:
            for chunk in read_body(answer, self.policy.largest):
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        if not size:
            raise EmptyPage(f"{url}: status {answer.status_code} and not one byte")
        return Answer(url, answer.status_code, digest.hexdigest(), size, dict(answer.headers))


def join_address(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise BadRedirect(f"{url} sends to {target[:100]!r}") from error


def retry_after(value: str) -> float:
    """Seconds to wait from a Retry-After header, a number or a date; 0 when it says neither."""
    if value.isascii() and value.strip().isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        return max(
            0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
        )
    except (TypeError, ValueError, OverflowError):
        return 0.0
