"""Damage real texts as copying and printing do, and count the losses that nobody is told of.

    python -m bench.mutations [FOLDER] [--count 10000] [--seed 1]

FOLDER as for bench.split. A text in a language that is known to us is read, its lines are damaged
(a line dropped, two joined, one wrapped, pages broken with running heads, list marks set), and it
is split again. A loss is silent if a sentence leaves the articles, or a number is found no more,
without a warning that was not there before; a number must be named, unless its own line was dropped
and the count has no gap, or the line with the `bis` that makes it another number.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.split import ROOT
from ingest.languages import KNOWN
from ingest.law import readers
from ingest.law.readers.document import Document, line_blocks
from ingest.law.split import split
from ingest.law.splitting.ledger import KEPT, sentences_of
from ingest.law.splitting.result import Split

LONGEST = 40_000  # characters of a text; a longer one costs time and shows nothing else
COUNTS = re.compile(r"again \d+ times|^\d+ words")  # in a warning, no numbers of articles
MARKS = ("* ", "- ", "• ", "· ", "– ", "> ")


@dataclass(frozen=True)
class Damage:
    """What was done to a text, and the line that was taken away."""

    kind: str
    lines: list[str]
    dropped: str = ""


def drop(lines: list[str], chance: random.Random) -> Damage:
    """A line is lost."""
    at = chance.randrange(len(lines))
    return Damage("drop", lines[:at] + lines[at + 1 :], lines[at])


def join(lines: list[str], chance: random.Random) -> Damage:
    """A line break is lost."""
    at = chance.randrange(len(lines) - 1)
    return Damage("join", [*lines[:at], f"{lines[at]} {lines[at + 1]}", *lines[at + 2 :]])


def wrap(lines: list[str], chance: random.Random) -> Damage:
    """A line is broken between two words."""
    at = chance.randrange(len(lines))
    words = lines[at].split()
    place = chance.randrange(1, len(words)) if len(words) > 1 else 1
    halves = [" ".join(words[:place]), " ".join(words[place:])]
    return Damage("wrap", [*lines[:at], *filter(None, halves), *lines[at + 1 :]])


def break_pages(lines: list[str], chance: random.Random) -> Damage:
    """Pages of a gazette, each with its number and a running head."""
    size, page, result = chance.randrange(20, 50), chance.randrange(1, 400), []
    for at, line in enumerate(lines):
        if at and at % size == 0:
            page += 1
            result += [f"{page}", f"\fOfficial Gazette of the Republic, {page + 1}"]
        result.append(line)
    return Damage("page-break", result)


def set_marks(lines: list[str], chance: random.Random) -> Damage:
    """Some lines in a row become a list."""
    at, mark = chance.randrange(len(lines)), chance.choice(MARKS)
    marked = [mark + line for line in lines[at : at + chance.randrange(1, 6)]]
    return Damage("list marks", [*lines[:at], *marked, *lines[at + len(marked) :]])


DAMAGES: tuple[Callable[[list[str], random.Random], Damage], ...] = (
    drop,
    join,
    wrap,
    break_pages,
    set_marks,
)


def split_lines(lines: list[str], language: str = "") -> Split:
    """The articles of a text of these lines."""
    return split(Document({}, line_blocks("\n".join(lines))), language)


def silent_losses(before: Split, after: Split, damage: Damage) -> list[str]:
    """What a damaged text lost without a word: sentences and numbers."""
    told = " | ".join(set(after.warnings) - set(before.warnings))
    losses = [] if told else list(_sentences_gone(before, after))
    named = _named_numbers(told, [_plain(one.number) for one in before.provisions])
    for number in _numbers(before) - _numbers(after):
        if number not in named and not _is_beyond_knowing(number, before, damage):
            losses.append(f"number {number}")
    return losses


def _is_beyond_knowing(number: str, before: Split, damage: Damage) -> bool:
    """Whether the mark itself was dropped, of an article without which the count has no gap, or
    what makes 4 bis of 4 where no 4 stands before.
    """
    numbers = ["", *(_plain(one.number) for one in before.provisions), ""]
    dropped = _letters(damage.dropped)
    return damage.kind == "drop" and any(
        own == number
        and bool(one.mark)
        and (_letters(one.mark) in dropped or _has_tail(dropped, one.mark))
        and not (own.isdecimal() and {first, last} == {str(int(own) - 1), str(int(own) + 1)})
        for one, first, own, last in zip(
            before.provisions, numbers, numbers[1:], numbers[2:], strict=False
        )
    )


def _has_tail(dropped: str, mark: str) -> bool:
    """Whether a dropped line began with the last word of a mark that began on the line above."""
    tail = _letters(mark.split()[-1])
    return not any(map(str.isdigit, tail)) and bool(tail) and dropped.startswith(tail)


def _sentences_gone(before: Split, after: Split) -> Iterator[str]:
    """Sentences that an article had and now no article has, though the text has them."""
    kept = _letters(_texts(before, KEPT))
    still = _letters(_texts(after, KEPT))
    for entry in after.ledger().left_out():
        for line in sentences_of(entry.text):
            if _letters(line) in kept and _letters(line) not in still:
                yield f"{entry.place}: {line[:100]}"


def _texts(result: Split, places: tuple[str, ...]) -> str:
    return " ".join(entry.text for entry in result.ledger().entries if entry.place in places)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _plain(number: str) -> str:
    return number.replace(" ", "")


def _numbers(result: Split) -> Counter[str]:
    return Counter(_plain(one.number) for one in result.provisions if one.number)


def _named_numbers(told: str, numbers: list[str]) -> set[str]:
    """Which of the numbers of a text, in order, the warnings name: as such, in a range, before the
    number that it `begins with`, `between` two others, or all where none was found.
    """
    if "no article found" in told:
        return set(numbers)
    plain = _plain(COUNTS.sub("", told))
    named = {one for one in numbers if re.search(rf"(?<![\d-]){re.escape(one)}(?![\d-])", plain)}
    for one in numbers:
        base = re.fullmatch(r"(\d+)\D.*", one)  # 4bis is named by 4
        if base and re.search(rf"(?<![\d-]){base[1]}(?![\d-])", plain):
            named.add(one)
    for first, last in re.findall(r"(?<![\w-])(\d+)-(\d+)(?![\w-])", told):
        named |= set(map(str, range(int(first), int(last) + 1)))
    for number in re.findall(r"(?:begins with|before) number ([\w^-]+)", told):
        named |= set(numbers[: numbers.index(number)]) if number in numbers else set()
    for first, last in re.findall(r"between (\S+) and ([^\s,]+)", told):
        if first in numbers and last in numbers:
            named |= set(numbers[numbers.index(first) : numbers.index(last)])
    return named


@cache
def plain_lines(file: Path) -> tuple[str, ...]:
    """The lines of a text; none of one that is too long or in a language not known to us."""
    facts = json.loads((file.parent / "meta.json").read_text(encoding="utf-8"))
    if not set(re.findall(r"\w+", str(facts.get("language")))) & set(KNOWN):
        return ()
    text = readers.read(file.read_bytes(), file.name).text
    return tuple(filter(str.strip, text.split("\n"))) if len(text) < LONGEST else ()


@cache
def undamaged(lines: tuple[str, ...]) -> Split:
    return split_lines(list(lines))


def try_damage(texts: list[tuple[str, ...]], chance: random.Random) -> tuple[Damage, list[str]]:
    """One damage to one text, both by chance, with its silent losses."""
    lines = chance.choice(texts)
    damage = chance.choice(DAMAGES)(list(lines), chance)
    before = undamaged(lines)
    return damage, silent_losses(before, split_lines(damage.lines, before.language), damage)


def main() -> int:
    """Print a table; 1 where no text is found, 2 where a loss was silent."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    folder = ROOT.parent / "shared" / "data" / "statutes"
    parser.add_argument("folder", type=Path, nargs="?", default=folder)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20, help="losses to print")
    options = parser.parse_args()
    files = sorted(options.folder.glob("*/*/text.*"))
    texts = [lines for file in files if len(lines := plain_lines(file)) > 1]
    texts = [lines for lines in texts if undamaged(lines).provisions]
    if not texts:
        print(f"no statutes under {options.folder}", file=sys.stderr)
        return 1
    chance = random.Random(options.seed)
    tried, silent, shown = Counter[str](), Counter[str](), 0
    for _ in range(options.count):
        damage, losses = try_damage(texts, chance)
        tried[damage.kind] += 1
        silent[damage.kind] += bool(losses)
        for loss in losses[: options.show - shown]:
            print(f"{damage.kind}: {loss}", file=sys.stderr)
            shown += 1
    print(f"{len(texts)} texts, seed {options.seed}\n")
    print("| damage | tried | silent losses |\n|---|---|---|")
    for kind in sorted(tried):
        print(f"| {kind} | {tried[kind]} | {silent[kind]} |")
    print(f"| together | {tried.total()} | {silent.total()} |")
    return 2 if silent.total() else 0


if __name__ == "__main__":
    sys.exit(main())
