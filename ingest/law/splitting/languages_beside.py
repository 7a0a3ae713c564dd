"""A law printed in several languages side by side: the columns of one are kept, the others set
apart.

A gazette in two or three columns becomes, line after line, a few lines of one language, the same
articles in the next, and so on. Each line is given to the language whose small words it has, so
that languages change as seldom as possible, most easily where an article or a page begins.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ingest.languages import LANGUAGES, section
from ingest.law.guess_language import ARABIC, SETS, WORD, guess
from ingest.law.splitting import patterns
from ingest.law.splitting.candidates import number_of_label
from ingest.law.splitting.line import Line

SAMPLES, SAMPLE = 150, 2  # pieces of a document whose language is guessed, of so many lines
LEAST_SHARE = 0.15  # of the pieces, and of the lines, that a language has
LEAST_CHANGES = 2  # from one language to another; less is a text that follows the other
LEAST_ARTICLES, SHARED = 3, 0.5  # that both languages number alike, and of the fewer ones
CHANGE, CHANGE_AT_BREAK = 2.5, 0.5  # small words that a change of language must outweigh
WORTH_OF_MARK = 2  # small words that `Ingingo ya` is worth


@dataclass(frozen=True)
class Columns:
    """The lines in the language that is kept, and the others with their language."""

    kept: list[Line]
    apart: list[tuple[str, Line]]
    language: str


def part_languages(lines: list[Line], asked: str = "") -> Columns | None:
    """The columns of a text in several languages; None where there is one, or one after another.

    asked: the language to keep; else the first that is read in full.
    """
    languages = _languages_of(lines)
    if len(languages) < 2:
        return None
    given = _assign(lines, languages)
    found = [language for language in languages if _is_column(language, given)]
    changes = sum(one != two for one, two in pairwise(given))
    if len(found) < 2 or changes < LEAST_CHANGES or not _count_alike(lines, given, found):
        return None
    first = sorted(found, key=lambda language: (language not in LANGUAGES, given.index(language)))
    kept = asked if asked in found else first[0]
    is_kept = [language not in found or language == kept for language in given]
    return Columns(
        [line for line, keep in zip(lines, is_kept, strict=True) if keep],
        [
            (language, line)
            for language, line, keep in zip(given, lines, is_kept, strict=True)
            if not keep
        ],
        kept,
    )


def _is_column(language: str, given: list[str]) -> bool:
    return given.count(language) >= LEAST_SHARE * len(given)


def _languages_of(lines: list[Line]) -> list[str]:
    """The languages of a good part of a document, by samples from all over it."""
    texts = [line.text for line in lines if line.is_print]
    step = max(SAMPLE, len(texts) // SAMPLES)
    samples = [" ".join(texts[at : at + SAMPLE]) for at in range(0, len(texts), step)]
    counts = Counter(guess(sample) for sample in samples)
    return [
        language
        for language, count in counts.items()
        if language and count >= max(2, LEAST_SHARE * len(samples))
    ]


def _assign(lines: list[Line], languages: list[str]) -> list[str]:
    """The language of each line, the best sequence of all (Viterbi)."""
    marks = {language: _marks_of(language) for language in languages}
    best = dict.fromkeys(languages, 0.0)
    steps: list[dict[str, str]] = []
    for before, line in pairwise([Line("", "noise"), *lines]):
        cost = CHANGE_AT_BREAK if _is_break(before, line) else CHANGE
        top = max(best, key=lambda language: best[language])
        came = {one: one if best[one] >= best[top] - cost else top for one in languages}
        steps.append(came)
        votes = _votes(line, marks)
        best = {one: best[came[one]] - cost * (came[one] != one) + votes[one] for one in languages}
    at = max(best, key=lambda language: best[language])
    given = []
    for came in reversed(steps):
        given.append(at)
        at = came[at]
    return given[::-1]


def _marks_of(language: str) -> tuple[str, ...]:
    """How articles begin in a language, in small letters."""
    return tuple(word.lower() for word in section(language, "articles").get("words", ()))


def _is_break(before: Line, line: Line) -> bool:
    is_mark = patterns.ARTICLE.match(line.text) or line.kind in ("heading", "provision")
    return before.kind == "noise" or bool(is_mark)


def _votes(line: Line, marks: dict[str, tuple[str, ...]]) -> dict[str, float]:
    """How many small words of each language a line has."""
    if not line.is_print:
        return dict.fromkeys(marks, 0.0)
    text = line.text.lower()
    words = WORD.findall(text)
    arabic = len(ARABIC.findall(text)) > len(text) / 3
    return {
        language: (len(words) * arabic if language == "ar" else _count(words, SETS[language]))
        + WORTH_OF_MARK * text.startswith(begins)
        for language, begins in marks.items()
    }


def _count(words: Iterable[str], known: set[str]) -> float:
    return sum(word in known for word in words)


def _count_alike(lines: list[Line], given: list[str], found: list[str]) -> bool:
    """Whether the languages number the same articles."""
    numbers: dict[str, set[object]] = {language: set() for language in found}
    for line, language in zip(lines, given, strict=True):
        if language in numbers and (line.kind == "provision" or patterns.ARTICLE.match(line.text)):
            number = number_of_label(line.number or line.text[:40])
            numbers[language] |= {number.key} if number else set()
    fewest = min(map(len, numbers.values()))
    alike = set.intersection(*numbers.values())
    return len(alike) >= max(LEAST_ARTICLES, SHARED * fewest)
