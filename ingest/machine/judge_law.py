"""Everything the machine says about one law: items, penalties, elements of the definition, verdicts
on article 3(a) to (d).

    said = say(Law("law.pdf", ["1", "2"], provisions, country="SLE", on="2022-07-18"))

A law with the same words judged by the same engine is judged once: what was said is kept on disk
under both hashes. Nothing here decides anything; people do, and their rows stand in other tables.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from threadpoolctl import threadpool_limits

from ingest.languages import LANGUAGES
from ingest.law.guess_language import guess
from ingest.machine.article3_verdicts import verdicts
from ingest.machine.definition import Elements, Place, elements
from ingest.machine.items.predictor import CACHE_FOLDER, Predictor, load_predictor
from ingest.machine.items.suggest import ProvisionText, Suggestion, suggest
from ingest.machine.penalties import penalties as penal

BATCH = 2000  # provisions judged together, so that memory does not grow with the length of a law
QUOTED = 300  # characters of a definition that are quoted as one passage
SAMPLE, TELLING = (
    40,
    200,
)  # provisions a law's language is told from; characters that tell a language better than a tag
HERE = Path(__file__).parent


class Law(NamedTuple):
    """A law to be judged; names: how the answer calls each provision, its number or its id."""

    id: str
    names: Sequence[str]
    provisions: Sequence[ProvisionText]
    country: str = ""
    on: str = ""


class Tier(NamedTuple):
    """A penalty read in a provision. Months are of 30 days; units: what a fine is counted in where
    that is no money.
    """

    number: str
    kind: str
    min_months: float | None
    max_months: float | None
    life: bool
    fine_min: float | None
    fine_max: float | None
    currency: str | None
    units: str | None
    aggravated: bool
    refers_to: str | None
    start: int
    end: int
    evidence: str


class Element(NamedTuple):
    """An act, means or purpose of the definition, or what the law says of children, consent and
    age; where it stands first.
    """

    number: str
    part: str
    name: str
    start: int
    end: int
    evidence: str


class Opinion(NamedTuple):
    """A suggested verdict on an item of article 3, by the rule that fired. number is empty where
    the law is silent.
    """

    item: str
    extent: str
    rule: str
    missing: str
    number: str
    start: int
    end: int
    evidence: str


class Said(NamedTuple):
    """All that is said of one law."""

    suggestions: list[Suggestion]
    penalties: list[Tier]
    elements: list[Element]
    verdicts: list[Opinion]

    def named(self, names: Sequence[str]) -> "Said":
        """The same with a name for each provision in place of its position in the law."""
        parts = (
            [row._replace(number=names[int(row.number)] if row.number else "") for row in rows]
            for rows in self
        )
        return Said(*parts)  # type: ignore[arg-type]


@cache
def ready(embed: bool = False) -> Predictor:
    """The predictor of this process, with the language model or without.

    One law, one core: laws are what is done in parallel, and threads that wait for each other cost
    more than they bring.
    """
    threadpool_limits(1)
    return load_predictor(embed)


@cache
def version(embed: bool = False) -> str:
    """A short hash that changes when anything that is said may change: the model, or the words and
    rules of penalties and definitions.
    """
    digest = hashlib.sha256(ready(embed).version.encode())
    for path in [
        *sorted((HERE / "penalties").iterdir()),
        *(HERE / f"{name}.py" for name in ("definition", "judge_law", "article3_verdicts")),
    ]:
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def say(law: Law, embed: bool = False) -> Said:
    """What is said of the provisions of one law, read together; country and date decide which money
    a franc is.
    """
    path = place(law, embed)
    said = recall(path)
    if said is None:
        said = judge(law.provisions, law.country, law.on, embed)
        keep(path, said)
    return said.named(law.names)


def place(law: Law, embed: bool = False) -> Path:
    """The file in which what is said of a law is kept."""
    words = json.dumps([law.provisions, law.country, law.on], ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )
    return CACHE_FOLDER / version(embed) / f"{hashlib.sha256(words).hexdigest()[:32]}.json"


def recall(path: Path) -> Said | None:
    """What was said before; None when nothing was, or the file was damaged."""
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))
        return Said(
            *(
                [kind(*row) for row in rows]
                for kind, rows in zip((Suggestion, Tier, Element, Opinion), parts, strict=True)
            )
        )
    except (OSError, ValueError, TypeError):
        return None


def keep(path: Path, said: Said) -> None:
    """Write what was said; a folder that cannot be written costs time, not answers."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        part.replace(path)
    except OSError:
        pass


def judge(
    law: Sequence[ProvisionText], country: str = "", on: str = "", embed: bool = False
) -> Said:
    """Judge a law anew; `number` is the position in the law, since two articles may share a number.

    A text in another language than the five has no penalties, elements or verdicts: it was not
    read, so nothing is missing.
    """
    numbered = [one._replace(number=str(index)) for index, one in enumerate(law)]
    found = [
        one
        for at in range(0, len(numbered), BATCH)
        for one in suggest(ready(embed), numbered[at : at + BATCH])
    ]
    main = tongue(" ".join(one.text for one in law[:SAMPLE]), law[0].language if law else "")
    defined = (
        elements([(one.number, one.text) for one in numbered], main)
        if main in LANGUAGES
        else Elements()
    )
    return Said(
        found,
        tiers(law, main, country, on),
        list_of(law, defined),
        opinions_on(law, defined) if defined.acts else [],
    )


def tongue(text: str, tagged: str) -> str:
    """The language a text speaks; a tag counts where the text is too short to tell."""
    return (guess(text) if len(text) >= TELLING else "") or tagged[:2].lower() or guess(text)


def tiers(law: Sequence[ProvisionText], main: str, country: str, on: str) -> list[Tier]:
    """The penalties of every provision, each read in its own language, as in a gazette of two."""
    spoken = [tongue(one.text, main) for one in law]
    found: dict[int, list[Tier]] = {}
    for language in dict.fromkeys(spoken):
        part = (
            [
                (one.number, one.text if own == language else "")
                for one, own in zip(law, spoken, strict=True)
            ]
            if language in LANGUAGES
            else []
        )
        for index, row in enumerate(penal.of_law(part, language, country or None, on or None)):
            found[index] = found.get(index, []) + [
                tier(str(index), law[index].text, one) for one in row if one.start < one.end
            ]
    return [one for index in sorted(found) for one in found[index]]


def tier(number: str, text: str, one: penal.Penalty) -> Tier:
    """A penalty with its words."""
    figures = (
        one.min_months,
        one.max_months,
        one.life,
        one.fine_min,
        one.fine_max,
        one.currency,
        one.units,
        one.aggravated,
        one.refers_to,
    )
    return Tier(number, one.kind, *figures, one.start, one.end, text[one.start : one.end])


def list_of(law: Sequence[ProvisionText], found: Elements) -> list[Element]:
    """Every element with its words."""
    named = [
        (part, name, where)
        for part in ("acts", "means", "purposes")
        for name, where in getattr(found, part).items()
    ]
    single = ("means_required_for_child", "consent_irrelevant", "child_age")
    named += [
        (part, str(getattr(found, part)), found.places[part])
        for part in single
        if part in found.places
    ]
    return [
        Element(where.number, part, name, where.start, where.end, words(law, where))
        for part, name, where in named
        if where.start < where.end
    ]


def opinions_on(law: Sequence[ProvisionText], found: Elements) -> list[Opinion]:
    """Suggested verdicts, each with the passage it rests on."""
    told = []
    for one in verdicts(found, complete(law)):
        where = passage(one.places)
        spot = (
            (where.number, where.start, where.end, words(law, where)) if where else ("", 0, 0, "")
        )
        told.append(Opinion(one.item, one.extent, one.rule, ";".join(one.missing), *spot))
    return told


def passage(places: Sequence[Place]) -> Place | None:
    """From the first to the last of the places in one article, or the first alone when that is
    long; None where there are no words.
    """
    places = [one for one in places if one.start < one.end]
    if not places:
        return None
    first = places[0]
    same = [one for one in places if one.number == first.number]
    start, end = min(one.start for one in same), max(one.end for one in same)
    return Place(first.number, start, end) if end - start <= QUOTED else first


def words(law: Sequence[ProvisionText], where: Place) -> str:
    """The words of a place."""
    return law[int(where.number)].text[where.start : where.end]


def complete(law: Sequence[ProvisionText]) -> bool:
    """Whether plain article numbers run from 1 without a gap, to 5 at least: only then is what is
    not there called missing.
    """
    numbers = {int(one.number) for one in law if one.number.isdecimal()}
    return len(numbers) >= 5 and numbers == set(range(1, len(numbers) + 1))
