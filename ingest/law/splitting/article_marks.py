"""Where the articles of a text begin: the family of mark it really uses, and its best chain."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter

from ingest.languages import KNOWN
from ingest.law.splitting import patterns, quoted_marks
from ingest.law.splitting.article_numbers import Key, read_number
from ingest.law.splitting.best_chain import (
    RESTART,
    RESTART_BARE,
    Candidate,
    cut_into_runs,
    find_best_chain,
    follows,
    missing_numbers,
)
from ingest.law.splitting.candidates import find_candidates, given_candidates, open_quotations
from ingest.law.splitting.last_resorts import find_last_resort
from ingest.law.splitting.line import Line
from ingest.law.splitting.repealed import repealed_keys
from ingest.law.splitting.torn_marks import fill_gaps, without_note_marks

CONTENTS = 110  # characters; an entry in a table of contents is shorter
LINE = attrgetter("line")
WORDLESS = ("bare", "plain")  # families of numbers without a word
# `Traffic of a 248B. Whosoever ...`: a number behind a margin note
INLINE_BARE = re.compile(
    r"^(.{3,60}?)\s(?=(\d{1,4}[A-Z]{0,3})"
    r"(?:\.\s?(?:[-–—]\s?)?(?:\(1\)|[A-Z][a-z]+[ ,])|\s?\(1\)\.?\s?[A-Z]))"
)

FIRST_PARAGRAPH = re.compile(r"[.\s]*\(1\)")  # `Aiding and 248F (1). Whosoever` is no reference


@dataclass(frozen=True)
class Marks:
    """family is `given` (by the format), `article`, `section`, `chapter`, `bare`, `plain`,
    `ordinal`, one of last_resorts.FAMILIES or empty; chain: the articles in the order of the lines;
    rest: candidates that are none; torn: those of the chain whose mark is damaged; lost: those
    whose number is not in the file; slipped: those printed with another number, which stands first.
    """

    family: str = ""
    chain: list[Candidate] = field(default_factory=list)
    rest: list[Candidate] = field(default_factory=list)
    torn: list[Candidate] = field(default_factory=list)
    lost: list[Candidate] = field(default_factory=list)
    slipped: list[tuple[str, Candidate]] = field(default_factory=list)


def find_marks(lines: list[Line], language: str, ordinals: bool = False) -> Marks:
    """The articles of these lines; ordinals: `PRIMERA.-` may count them (final provisions)."""
    gone = repealed_keys(lines)
    opened = open_quotations(lines)
    given = given_candidates(lines, opened)
    if given:
        return Marks("given", *quoted_marks.without_quoted(given))
    candidates = {
        family: find_candidates(lines, pattern, opened)
        for family, pattern in _families(language, ordinals).items()
    }
    chains = {
        family: find_best_chain(found, RESTART_BARE if family in WORDLESS else RESTART, gone)
        for family, found in candidates.items()
    }
    family = _choose_family(chains, lines)
    if not family:
        return Marks(*find_last_resort(lines, opened))
    chain = _own_marks(family, chains[family], candidates[family], lines)
    chain = quoted_marks.without_inserted(chain)
    rest = _without(candidates[family], chain)
    found = _out_of_order(chain, rest)
    if family not in WORDLESS:
        found = found or quoted_marks.far_ahead(chain, rest, lines)
    chain = without_note_marks(sorted(chain + found, key=LINE))
    torn = fill_gaps(lines, chain, worded=family not in WORDLESS)
    rest = _without(rest, found + torn)
    return Marks(family, sorted(chain + torn, key=LINE), rest, torn)


def _own_marks(
    family: str, chain: list[Candidate], candidates: list[Candidate], lines: list[Line]
) -> list[Candidate]:
    """The chain without what another law's articles look like."""
    if family in WORDLESS:
        return quoted_marks.headings_first(chain, lines)
    if family in ("article", "chapter"):
        chain = quoted_marks.headings_only(chain, lines)
        chain = quoted_marks.same_letters(chain, candidates)
        return quoted_marks.before_announced(chain, lines)
    return chain


def _without(candidates: list[Candidate], taken: list[Candidate]) -> list[Candidate]:
    """The candidates on other lines than those taken."""
    used = {mark.line for mark in taken}
    return [candidate for candidate in candidates if candidate.line not in used]


def _families(language: str, ordinals: bool) -> dict[str, re.Pattern[str]]:
    """The patterns that are tried in a language, by family."""
    families = {"ordinal": patterns.ORDINAL} if ordinals else {}
    families |= {
        "article": patterns.ARTICLE,
        "chapter": patterns.CHAPTER_ARTICLE,
        "bare": patterns.BARE,
        "plain": patterns.PLAIN,
    }
    if language in patterns.SECTION or language not in KNOWN:
        families["section"] = patterns.SECTION.get(language, patterns.SECTION[""])
    return families


def _choose_family(chains: dict[str, list[Candidate]], lines: list[Line]) -> str:
    """Articles or sections by word, unless bare numbers begin earlier and go on: then the words are
    quoted or cited.
    """
    if chains.get("ordinal"):
        return "ordinal"
    worded = max(("article", "section"), key=lambda name: _total_weight(chains.get(name, [])))
    if len(chains["chapter"]) > len(chains["article"]):
        worded = "chapter"
    bare, words, plain = chains["bare"], chains.get(worded, []), chains["plain"]
    if _only_in_contents(bare, words, lines):
        return worded
    if len(bare) >= 3 and (_begins_earlier(bare, words) or _only_divides(words, bare)):
        return "bare"
    if words and (len(words) > 1 or not bare):
        return worded
    if len(bare) < 3 and len(plain) >= 4 and plain[0].key == (0, 1):
        return "plain"  # `3 Short title`, as the United Kingdom prints it
    if len(bare) >= 2:
        return "bare"
    return worded if words else ""


def _begins_earlier(bare: list[Candidate], words: list[Candidate]) -> bool:
    """Whether bare numbers begin before the words and outweigh them (words that are quoted weigh
    little), or words hardly occur.
    """
    if len(words) < 2:
        return True
    return bare[0].line < words[0].line and _total_weight(bare) >= _total_weight(words)


def _only_divides(words: list[Candidate], bare: list[Candidate]) -> bool:
    """Whether the words are heads of divisions, `Section II - Offences`: bare numbers stand below
    each of them and count on through all.
    """
    if len(bare) <= len(words) or len(cut_into_runs(bare)) > 1 or missing_numbers(bare):
        return False
    ends = [*(mark.line for mark in words[1:]), bare[-1].line + 1]
    return all(
        any(word.line < mark.line < end for mark in bare)
        for word, end in zip(words, ends, strict=True)
    )


def _total_weight(chain: list[Candidate]) -> float:
    """The weight of all marks; of those with the same number one counts."""
    return sum({mark.key: mark.weight for mark in chain}.values())


def _only_in_contents(bare: list[Candidate], words: list[Candidate], lines: list[Line]) -> bool:
    """Bare numbers in the table of contents, words in the law."""
    short, long = median_length(bare, lines), median_length(words, lines)
    return short < CONTENTS and len(words) >= len(bare) / 2 and long > 1.5 * short


def median_length(run: list[Candidate], lines: list[Line]) -> int:
    """The median length of the articles of a run, in characters."""
    lengths = sorted(
        sum(len(line.text) for line in lines[mark.line : following.line])
        for mark, following in pairwise(run)
    )
    return lengths[len(lengths) // 2] if lengths else 0


def cut_at_hidden_numbers(lines: list[Line], marks: Marks) -> list[Line]:
    """The lines, cut where a number that is missing stands behind a margin note.

    Of `1. (1) A keeper must ...`, `Duty of keepers 2. Whoever breaks ...` and `3. The fine ...` the
    chain has 1 and 3. The second line becomes the two lines `Duty of keepers` and `2. Whoever
    breaks ...`. A number is looked for in the gaps of the chain only, must be the next one, and is
    not taken behind a reference: `in force under section 2. No other` stays whole.
    """
    if marks.family != "bare" or not missing_numbers(marks.chain):
        return lines
    cuts: dict[int, int] = {}
    for before, after in zip(marks.chain, [*marks.chain[1:], None], strict=True):
        cuts |= _cuts_in_gap(lines, before, after)
    return [part for index, line in enumerate(lines) for part in _cut_at(line, cuts.get(index, 0))]


def _cuts_in_gap(lines: list[Line], before: Candidate, after: Candidate | None) -> dict[int, int]:
    """Where to cut the lines between two marks, as {line: place in its text}."""
    last = before.key
    if after and (follows(last, after.key) or after.key <= last):
        return {}
    cuts = {}
    for index in range(before.line + 1, after.line if after else len(lines)):
        hidden = _hidden_number(lines[index])
        if hidden and _counts_on(last, hidden[1], after):
            cuts[index], last = hidden
    return cuts


def _hidden_number(line: Line) -> tuple[int, Key] | None:
    """(place in the text, key) of a number behind what may be a margin note."""
    match = INLINE_BARE.search(line.text) if line.kind == "text" and not line.inside else None
    if not match:
        return None
    begins_paragraphs = FIRST_PARAGRAPH.match(line.text, match.end(2))
    is_reference = patterns.NAMES_ARTICLE if begins_paragraphs else patterns.REFERENCE_BEFORE
    if is_reference.search(match[1]):
        return None
    number = read_number(match[2])
    return (match.start(2), number.key) if number else None


def _counts_on(last: Key, key: Key, after: Candidate | None) -> bool:
    """Whether a number is the next one behind the last, and below the mark after the gap."""
    if not last < key or key[1] > last[1] + 1:
        return False
    return key < after.key if after else follows(last, key)


def _cut_at(line: Line, index: int) -> list[Line]:
    if not index:
        return [line]
    return [
        replace(line, text=line.text[:index].strip()),
        replace(line, text=line.text[index:]),
    ]


def _out_of_order(chain: list[Candidate], rest: list[Candidate]) -> list[Candidate]:
    """Articles that stand out of order in the file (columns of a gazette) but fill a gap of the
    chain exactly, or go on where it ends.
    """
    missing = _missing_keys(chain)
    sound = [mark for mark in rest if not mark.quoted and mark.weight > quoted_marks.SOUND_WEIGHT]
    filling: dict[Key, Candidate] = {}
    for mark in sound:
        if mark.key in missing:
            filling.setdefault(mark.key, mark)
    if chain:
        others = [mark for mark in sound if mark.key not in filling]
        filling |= {mark.key: mark for mark in _columns_before(chain[-1].key, others)}
    return list(filling.values())


def _missing_keys(chain: list[Candidate]) -> set[Key]:
    """The whole numbers that the chain leaves out."""
    return {
        (before.key[0], number)
        for before, after in pairwise(chain)
        if before.key < after.key
        for number in range(before.key[1] + 1, after.key[1])
    }


def _columns_before(end: Key, marks: list[Candidate]) -> list[Candidate]:
    """The columns with the articles after the last of the chain, if they stand before it."""
    for at, (mark, following) in enumerate(pairwise(marks)):
        if follows(end, mark.key) and follows(mark.key, following.key):
            return _count_on(end, marks[at:])
    return []


def _count_on(end: Key, marks: list[Candidate]) -> list[Candidate]:
    counted: list[Candidate] = []
    for mark in marks:
        if follows(counted[-1].key if counted else end, mark.key):
            counted.append(mark)
    return counted
