"""Which money a word or a sign means, by country and date (currencies.yml, redenominations.yml)."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from ingest.folding import for_patterns

HERE = Path(__file__).parent
CURRENCIES: list[dict[str, Any]] = yaml.safe_load(
    (HERE / "currencies.yml").read_text(encoding="utf-8")
)
REDENOMINATIONS: dict[str, dict[str, Any]] = yaml.safe_load(
    (HERE / "redenominations.yml").read_text(encoding="utf-8")
)
PATTERNS = [re.compile(for_patterns(entry["words"])) for entry in CURRENCIES]


@cache
def currency_pattern(country: str | None) -> str:
    """Money as a law of this country prints it, for folded text. Whole words, but a sign or a short
    abbreviation may touch the figures; the letters of a country (`only`) are money beside a figure.
    """
    words, letters = (
        "|".join(
            for_patterns(entry["words"])
            for entry in CURRENCIES
            if bool(entry.get("only")) is own and country in entry.get("only", [country])
        )
        for own in (False, True)
    )
    anywhere = rf"(?<![^\W\d])(?:{words})(?![^\W\d_])"
    if not letters:
        return anywhere
    before = rf"(?<!\w)(?:{letters})(?=\.? ?\d)"
    no_list_mark = r"(?:(?<=[^\W\d_]{2})|(?!\)))"  # `500 UM)`, but not the letter of `5 d)`
    behind = rf"(?:(?<=[\d)])|(?<=[\d)] ))(?:{letters})(?!\w){no_list_mark}"
    return f"{anywhere}|{before}|{behind}"


@lru_cache(maxsize=1024)
def currency_of(word: str, country: str | None) -> tuple[str | None, str | None]:
    """(currency, unit) of a folded word or sign: one of them, or neither where it is not known."""
    for entry, pattern in zip(CURRENCIES, PATTERNS, strict=True):
        if not pattern.fullmatch(word) or country not in entry.get("only", [country]):
            continue
        if "iso" in entry:
            return word.upper(), None
        if "unit" in entry:
            return None, str(entry["unit"])
        code = entry.get("by", {}).get(country) or entry.get("code")
        if code:
            return str(code), None
    return None, None


def currency_on(code: str | None, day: str | None, amount: float) -> str | None:
    """The code in use on a day (YYYY-MM-DD); for two years after a redenomination a large amount is
    still in the old money.
    """
    change = REDENOMINATIONS.get(code or "")
    if not change or not code:
        return code
    since = str(change["since"])
    until = f"{int(since[:4]) + 2}{since[4:]}"
    before = day is not None and day < since[: len(day)]
    still = amount >= change["large"] and (day is None or day < until)
    return str(change["old"]) if before or still else code
