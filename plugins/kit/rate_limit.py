"""How often one visitor, or all about one name, may try something. What is kept is a hash, for an
hour; it is in the review database, so that every process of the site counts the same.
"""

import ipaddress
import sqlite3
from collections.abc import Mapping
from typing import Any

from ingest.review.store import add_row, hash_words, writing

MINUTES = 15
FORGOTTEN = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-60 minutes')"
RECENT = f"strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-{MINUTES} minutes')"


def origin_of(request: Any) -> str:
    """Where a request comes from: the address, of IPv6 the part that one household has."""
    host = str((request.scope.get("client") or ["unknown"])[0])
    try:
        address = ipaddress.ip_address(host)
    except ValueError:  # a test client, or a socket of the machine
        return host
    prefix = 64 if address.version == 6 else 32
    return str(ipaddress.ip_network((address, prefix), strict=False))


def may_try(connection: sqlite3.Connection, kind: str, limits: Mapping[str, int]) -> bool:
    """Count an attempt for each of `limits`, what is limited -> the most in MINUTES; false, and
    nothing counted, when one of them is reached.
    """
    counted = f"select count(*) from attempt where kind = ? and who = ? and at > {RECENT}"
    with writing(connection):
        connection.execute(f"delete from attempt where at < {FORGOTTEN}")
        for who, most in limits.items():
            if connection.execute(counted, [kind, hash_words(who)]).fetchone()[0] >= most:
                return False
        for who in limits:
            add_row(connection, "attempt", {"kind": kind, "who": hash_words(who)})
    return True


def forget_attempts(connection: sqlite3.Connection, kind: str, limits: Mapping[str, int]) -> None:
    """Who succeeds has not tried in vain."""
    with writing(connection):
        for who in limits:
            sql = "delete from attempt where kind = ? and who = ?"
            connection.execute(sql, [kind, hash_words(who)])
