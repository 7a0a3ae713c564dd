"""What kind of table a table is: the one answer to "is it content, does the ledger follow it".

`role:` of a table in metadata.yml; a table without one holds facts.

    facts      written by people or read from a source; the change ledger follows them
    labels     what codes and columns are called; content, but not followed
    words      what the site and the search say and find things with; content, but not followed
    received   what came in: pages, open issues, other witnesses; content, but not followed
    machine    suggestions computed from the texts; content, but not followed
    derived    computed from facts by the build, such as verdicts; content, but not followed
    index      made anew from the other tables by `search_index`; of use to programs only
    build      says when and how, not what: not part of the content hash
"""

from functools import cache

import yaml

from ingest import ROOT

METADATA = ROOT / "metadata.yml"
ROLES = ("facts", "labels", "words", "received", "machine", "derived", "index", "build")


@cache
def _roles() -> dict[str, str]:
    described = yaml.load(METADATA.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    tables = described["databases"]["tip"]["tables"]
    return {name: entry["role"] for name, entry in tables.items() if "role" in entry}


def role_of(table: str) -> str:
    """One of ROLES."""
    return _roles().get(table, "facts")


def tables_with(role: str) -> tuple[str, ...]:
    """The tables of a role other than facts, in the order of metadata.yml."""
    return tuple(table for table, its_role in _roles().items() if its_role == role)
