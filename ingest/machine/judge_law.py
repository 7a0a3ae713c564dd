"""Everything that is suggested for one law: items, penalties, elements of the definition, verdicts
on article 3(a) to (d).

    judgement = judge(Law("law.pdf", ["1", "2"], provisions, country="SLE", on="2022-07-18"))

A law with the same words judged by the same engine is judged once: the judgement is cached on disk
under both hashes. Nothing here decides anything; people do, and their rows are in other tables.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from threadpoolctl import threadpool_limits

from ingest.languages import FOLDER as LANGUAGE_FILES
from ingest.languages import LANGUAGES
from ingest.law.guess_language import guess
from ingest.machine.article3_verdicts import Verdict, suggest_verdicts
from ingest.machine.cache_file import write_cached
from ingest.machine.definition import read_definition
from ingest.machine.definition_result import DefinitionRead, Element
from ingest.machine.items.predictor import CACHE_FOLDER, Predictor, load_predictor
from ingest.machine.items.suggest import (
    ItemsRead,
    Nearest,
    ProvisionText,
    Suggestion,
    read_items,
)
from ingest.machine.penalties.penalties import read_law_penalties
from ingest.machine.penalties.result import Penalty

BATCH = 2000  # provisions judged together, so that memory does not grow with the length of a law
LANGUAGE_SAMPLE = 40  # provisions in which the language of a law is detected
MIN_TO_DETECT = 200  # characters; a shorter text is in the language of its tag
MIN_COMPLETE = 5  # articles of a law of which anything is called missing
HERE = Path(__file__).parent


class Law(NamedTuple):
    """A law to be judged.

    names: how the answer calls each provision, its number or its id. country: three letters; on:
    YYYY-MM-DD. Both decide which money a franc is.
    """

    id: str
    names: Sequence[str]
    provisions: Sequence[ProvisionText]
    country: str = ""
    on: str = ""


class Judgement(NamedTuple):
    """All that is suggested for one law; nearest: where an item of which nothing was found would be
    looked for first, in an act that is whole and on the subject.
    """

    suggestions: list[Suggestion]
    penalties: list[Penalty]
    elements: list[Element]
    verdicts: list[Verdict]
    nearest: list[Nearest]

    def named(self, names: Sequence[str]) -> "Judgement":
        """The same with a name for each provision in place of its position in the law."""
        parts = (
            [row._replace(number=names[int(row.number)] if row.number else "") for row in rows]
            for rows in self
        )
        return Judgement(*parts)  # type: ignore[arg-type]


@cache
def shared_predictor(embed: bool = False) -> Predictor:
    """The predictor of this process, with the language model or without; fitted on first use.

    Limit BLAS to one thread: we already run one law per process.
    """
    threadpool_limits(1)
    return load_predictor(embed)


def engine_files() -> list[Path]:
    """The words and code of penalties, definitions and verdicts, in the order of their names: where
    they lie does not count.
    """
    code = [*HERE.glob("definition*.py"), HERE / "article3_verdicts.py", HERE / "judge_law.py"]
    beside = [*(HERE / "penalties").iterdir(), *LANGUAGE_FILES.iterdir()]
    found = (path for path in [*code, *beside] if path.is_file())
    return sorted(found, key=lambda path: path.name)


@cache
def engine_version(embed: bool = False) -> str:
    """A short hash that changes when any suggestion may change: the model, or the words and code of
    penalties and definitions.
    """
    digest = hashlib.sha256(shared_predictor(embed).version.encode())
    for path in engine_files():
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def judge(law: Law, embed: bool = False) -> Judgement:
    """Suggestions for the provisions of one law, read together; cached."""
    path = cache_path(law, embed)
    judgement = read_cache(path)
    if judgement is None:
        judgement = judge_uncached(law.provisions, law.country, law.on, embed)
        words = json.dumps(judgement, ensure_ascii=False)
        write_cached(path, partial(Path.write_text, data=words, encoding="utf-8"))
    return judgement.named(law.names)


def cache_path(law: Law, embed: bool = False) -> Path:
    """The file in which the judgement of a law is cached."""
    words = json.dumps([law.provisions, law.country, law.on], ensure_ascii=False)
    name = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return CACHE_FOLDER / engine_version(embed) / f"{name}.json"


def read_cache(path: Path) -> Judgement | None:
    """A cached judgement; None when there is none, or the file is damaged."""
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))
        kinds = (Suggestion, Penalty, Element, Verdict, Nearest)
        return Judgement(
            *([kind(*row) for row in rows] for kind, rows in zip(kinds, parts, strict=True))
        )
    except (OSError, ValueError, TypeError):
        return None


def judge_uncached(
    law: Sequence[ProvisionText], country: str = "", on: str = "", embed: bool = False
) -> Judgement:
    """Judge a law anew; `number` is the position in the law, since two articles may share a number.

    A text in another language than the five has no penalties, elements or verdicts: it was not
    read, so nothing is missing.
    """
    numbered = [one._replace(number=str(index)) for index, one in enumerate(law)]
    predictor = shared_predictor(embed)
    batches = [numbered[start : start + BATCH] for start in range(0, len(numbered), BATCH)]
    read = [read_items(predictor, batch) for batch in batches]
    suggestions = [one for part in read for one in part.suggestions]
    sample = " ".join(one.text for one in law[:LANGUAGE_SAMPLE])
    language = language_of(sample, law[0].language if law else "")
    definition = DefinitionRead()
    if language in LANGUAGES:
        definition = read_definition([(one.number, one.text) for one in numbered], language)
    return Judgement(
        suggestions,
        penalties_by_language(law, language, country, on),
        definition.rows(),
        suggest_verdicts(definition, is_complete(law)) if definition.acts else [],
        nearest_places(read) if is_complete(law) and is_on_trafficking(suggestions) else [],
    )


def nearest_places(read: Sequence[ItemsRead]) -> list[Nearest]:
    """Of the parts of one law, the nearest place of each item that none of them has."""
    places: dict[str, list[Nearest]] = {}
    for part in read:
        for one in part.nearest:
            places.setdefault(one.item, []).append(one)
    whole = (found for found in places.values() if len(found) == len(read))
    return [max(found, key=lambda one: one.score) for found in whole]


def is_on_trafficking(suggestions: Sequence[Suggestion]) -> bool:
    """Whether anything is strongly suggested: of another law, silence says nothing."""
    return any(one.band == "strong" for one in suggestions)


def language_of(text: str, tagged: str) -> str:
    """The language of a text; a tag counts where the text is too short to tell."""
    detected = guess(text) if len(text) >= MIN_TO_DETECT else ""
    return detected or tagged[:2].lower() or guess(text)


def penalties_by_language(
    law: Sequence[ProvisionText], language: str, country: str, on: str
) -> list[Penalty]:
    """The penalties of every provision, each read in its own language, as in a gazette of two.
    language: of the whole law.
    """
    spoken = [language_of(one.text, language) for one in law]
    found: list[Penalty] = []
    for own in dict.fromkeys(spoken):
        if own not in LANGUAGES:
            continue
        texts = [
            (one.number, one.text if other == own else "")
            for one, other in zip(law, spoken, strict=True)
        ]
        for index, tiers in enumerate(read_law_penalties(texts, own, country or None, on or None)):
            found += [tier._replace(number=str(index)) for tier in tiers if tier.start < tier.end]
    return sorted(found, key=lambda tier: int(tier.number))


def is_complete(law: Sequence[ProvisionText]) -> bool:
    """Whether plain article numbers run from 1 without a gap, to MIN_COMPLETE at least: only then
    is what is not there called missing.
    """
    numbers = {int(one.number) for one in law if one.number.isdecimal()}
    return len(numbers) >= MIN_COMPLETE and numbers == set(range(1, len(numbers) + 1))
