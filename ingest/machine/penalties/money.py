"""Which money a word or a sign means, by country and date."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ingest.folding import for_patterns

HERE = Path(__file__).parent
ENTRIES: list[dict[str, Any]] = yaml.safe_load(
    (HERE / "currencies.yml").read_text(encoding="utf-8")
)
CHANGED: dict[str, dict[str, Any]] = yaml.safe_load(
    (HERE / "redenominations.yml").read_text(encoding="utf-8")
)


def _edges(word: str) -> str:
    """Whole words, but a sign or a short abbreviation may touch the digits."""
    return rf"(?<![^\W\d])(?:{word})(?![^\W\d_])"


PATTERNS = [re.compile(for_patterns(entry["words"])) for entry in ENTRIES]
PLAIN = [for_patterns(entry["words"]) for entry in ENTRIES if not entry.get("only")]
SHORT = [for_patterns(entry["words"]) for entry in ENTRIES if entry.get("only")]
WORDS = _edges("|".join(PLAIN)) + r"|(?<!\w)(?:" + "|".join(SHORT) + r")(?=\s?\d)"


@lru_cache(maxsize=1024)
def meaning(word: str, country: str | None) -> tuple[str | None, str | None]:
    """(currency, unit) of a folded word or sign: one of them, or neither where it cannot be known."""
    first: str | None = None
    for entry, pattern in zip(ENTRIES, PATTERNS, strict=True):
        if not pattern.fullmatch(word) or country not in entry.get("only", [country]):
            continue
        if "iso" in entry:
            return word.upper(), None
        if "unit" in entry:
            return None, str(entry["unit"])
        code = entry.get("by", {}).get(country) or entry.get("code")
        if code:
            return str(code), None
        first = first or code
    return first, None


def at(code: str | None, on: str | None, largest: float) -> str | None:
    """The code in use on a day; just after a redenomination large amounts are still the old money."""
    change = CHANGED.get(code or "")
    if not change or not code:
        return code
    day = str(change["since"])
    end = f"{int(day[:4]) + 2}{day[4:]}"
    old = (on is not None and on < day[: len(on)]) or (
        largest >= change["large"] and (on is None or on < end)
    )
    return str(change["old"]) if old else code
