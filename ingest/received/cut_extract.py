"""The part of a file that `text_source.locator` names: steps with ` > ` between them, from left to
right.

    lines 1363-1400, 1420-1431      lines of the text, the first is 1
    characters 250678-272724        characters of the text, the first is 1
    field text                      a field of a JSON object
    item 8                          an element of a JSON list, the first is 1
    keep title, url, provisions     only these fields of a JSON object
    entries 79, 84, 85              of the list of articles in a JSON file, those of these numbers
    places 67-86                    of that list, those at these places, the first is 1
    sections 117-121                the elements <Section> of an XML file with these labels
    unescaped                       the text with its HTML entities read

The same file and the same locator always give the same bytes, so an extract has a hash of its own.
"""

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

REFERENCES = ("provision_ref", "Section", "number")  # how collections call the number of an entry
RANGE = re.compile(r"(\d+)-(\d+)")
SECTION = re.compile(r"<Section [^>]*>.*?</Section>", re.S)
LABEL = re.compile(r"<Label>([^<]*)</Label>")
NAMESPACES = re.compile(r' xmlns:[\w.-]+="[^"]*"')


class CannotCut(Exception):
    """A locator that does not fit the file; the words name the step."""


def cut_extract(data: bytes, locator: str) -> bytes:
    """The extract that a locator names in a file, as UTF-8. Raises CannotCut."""
    value: Any = data.decode("utf-8-sig", "replace")
    for step in locator.split(" > "):
        name, _, words = step.strip().partition(" ")
        if name not in STEPS:
            raise CannotCut(f"locator step {step!r}: no such step")
        try:
            value = STEPS[name](value, words)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise CannotCut(f"locator step {step!r}: {type(error).__name__}: {error}") from error
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, indent=1)
    if not value.strip():
        raise CannotCut(f"locator {locator!r}: nothing is there")
    return str(value).encode()


def fitting_extract(extract: bytes, hashes: Iterable[str]) -> bytes | None:
    """The extract in the form whose SHA-256 is one of `hashes`: white space at its end says
    nothing, so it is tried as cut, with one line end more, and with one alone. None: another text.
    """
    forms = (extract, extract + b"\n", extract.rstrip() + b"\n")
    known = set(hashes)
    return next((form for form in forms if hashlib.sha256(form).hexdigest() in known), None)


def read_ranges(words: str) -> list[tuple[int, int]]:
    """'1-3, 7' -> [(1, 3), (7, 7)]. Raises ValueError for anything else."""
    ranges = [part.strip() for part in words.split(",")]
    pairs = [RANGE.fullmatch(part if "-" in part else f"{part}-{part}") for part in ranges]
    found = [(int(pair[1]), int(pair[2])) for pair in pairs if pair]
    if len(found) < len(ranges) or any(not 0 < first <= last for first, last in found):
        raise ValueError(f"{words!r} is no list of ranges")
    return found


def parsed(value: Any) -> Any:
    """JSON, read when a step needs it."""
    return json.loads(value) if isinstance(value, str) else value


def cut_lines(value: str, words: str) -> str:
    return slice_ranges(value.split("\n"), words, "\n")


def cut_characters(value: str, words: str) -> str:
    return slice_ranges(list(value), words, "")


def slice_ranges(parts: list[str], words: str, between: str) -> str:
    ranges = read_ranges(words)
    if max(last for _, last in ranges) > len(parts):
        raise IndexError(f"the file has only {len(parts)}")
    chosen = [part for first, last in ranges for part in parts[first - 1 : last]]
    return between.join(chosen)


def take_item(value: Any, words: str) -> Any:
    return parsed(value)[int(words) - 1]


def keep_fields(value: Any, words: str) -> dict[str, Any]:
    fields = parsed(value)
    return {name: fields[name] for name in names_in(words)}


def names_in(words: str) -> list[str]:
    return [name.strip() for name in words.split(",")]


def take_entries(value: Any, words: str) -> Any:
    """The articles of these numbers, as the file calls them; every one has to be there."""
    wanted = names_in(words)

    def choose(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        chosen = [entry for entry in entries if number_of(entry) in wanted]
        if missing := set(wanted) - {number_of(entry) for entry in chosen}:
            raise KeyError(f"no entry {', '.join(sorted(missing))}")
        return chosen

    return with_articles(value, choose)


def take_places(value: Any, words: str) -> Any:
    """The articles at these places."""
    return with_articles(
        value,
        lambda entries: [
            entry for first, last in read_ranges(words) for entry in entries[first - 1 : last]
        ],
    )


def number_of(entry: dict[str, Any]) -> str:
    return next((str(entry[name]) for name in REFERENCES if name in entry), "")


def with_articles(value: Any, choose: Callable[[list[dict[str, Any]]], Any]) -> Any:
    """A JSON file with the chosen articles only, and of everything else the plain values."""
    fields = parsed(value)
    if isinstance(fields, list):
        return [plain_fields(entry) for entry in choose(fields)]
    chosen = [plain_fields(entry) for entry in choose(fields["provisions"])]
    kept = plain_fields(fields) | {"provisions": chosen}
    return {name: kept[name] for name in fields if name in kept}


def plain_fields(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in fields.items() if not isinstance(one, dict | list)}


def take_sections(value: str, words: str) -> str:
    """Elements <Section> as they stand, in a root of their own that keeps the namespaces."""
    ranges = read_ranges(words)
    chosen = []
    for section in SECTION.findall(value):
        label = LABEL.search(section)
        number = re.match(r"\d+", label[1]) if label else None
        if number and any(first <= int(number[0]) <= last for first, last in ranges):
            chosen.append(section)
    if not chosen:
        raise KeyError(f"no section {words}")
    root = "".join(dict.fromkeys(NAMESPACES.findall(value[:2000])))
    body = "\n".join(chosen)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Extract{root}>\n{body}\n</Extract>\n'


STEPS: dict[str, Callable[[Any, str], Any]] = {
    "lines": cut_lines,
    "characters": cut_characters,
    "field": lambda value, words: parsed(value)[words],
    "item": take_item,
    "keep": keep_fields,
    "entries": take_entries,
    "places": take_places,
    "sections": take_sections,
    "unescaped": lambda value, _: html.unescape(value),
}
