"""Lines that may begin an article, by family of mark, and the family a text really uses."""

import re
from dataclasses import replace
from itertools import pairwise

from ingest.law.splitting import article_numbers, best_chain, patterns, quoted_marks
from ingest.law.splitting.best_chain import Candidate
from ingest.law.splitting.line import Line

HEADINGS = 0.4
INSIDE_QUOTES = 0.3
CONTENTS = 110  # an entry in a table of contents is shorter
INLINE_BARE = re.compile(
    r"^(.{3,60}?)\s(?=(\d{1,4}[A-Z]{0,3})\.\s?(?:[-–—]\s?)?(?:\(1\)|[A-Z][a-z]+[ ,]))"
)
LONGEST_QUOTE = 6000  # a quotation that goes on longer was not closed in print


def find(
    lines: list[Line], language: str, ordinals: bool = False
) -> tuple[str, list[Candidate], list[Candidate]]:
    """(family, chain, other candidates) of these lines; family is `given`, `article`, `section`,
    `bare`, `ordinal` or empty.
    """
    opened = quoted(lines)
    given = [
        found
        for place, line in enumerate(lines)
        if line.kind == "provision"
        and (
            found := _given(
                place, line, lines[place + 1] if place + 1 < len(lines) else None, opened[place]
            )
        )
        is not None
    ]
    if given:
        return quoted_marks.given_chain(given)
    families = {"article": patterns.ARTICLE, "bare": patterns.BARE, "plain": patterns.PLAIN}
    if language in patterns.SECTION:
        families["section"] = patterns.SECTION[language]
    if ordinals:
        families = {"ordinal": patterns.ORDINAL} | families
    hits = {
        name: _weighed(
            lines,
            [
                hit
                for place, line in enumerate(lines)
                if (hit := _hit(place, line, pattern, opened[place]))
            ],
        )
        for name, pattern in families.items()
    }
    chains = {
        name: best_chain.best(some, 6.0 if name in ("bare", "plain") else best_chain.RESTART)
        for name, some in hits.items()
    }
    family = _choose(chains, lines)
    if not family:
        return "", [], []
    best = chains[family]
    if family in ("bare", "plain"):
        best = quoted_marks.headings_first(best, lines)
    elif family == "article":
        best = quoted_marks.not_announced(
            quoted_marks.same_letters(quoted_marks.headings_only(best, lines), hits[family]), lines
        )
    used = {hit.line for hit in best}
    rest = [hit for hit in hits[family] if hit.line not in used]
    return family, sorted(best + _misplaced(best, rest), key=lambda hit: hit.line), rest


def quoted(lines: list[Line]) -> list[bool]:
    """For each line, whether a quotation is open where it begins."""
    result, is_open, size = [], False, 0
    for line in lines:
        size = size + len(line.text) if is_open else 0
        is_open = (
            is_open and size < LONGEST_QUOTE and not (line.kind == "heading" and 0 < line.level < 7)
        )
        result.append(is_open)
        if line.kind in ("text", "heading", "provision"):
            signs = re.findall(rf"[{patterns.OPENING}{patterns.CLOSING}]", line.heading + line.text)
            is_open = signs[-1] in patterns.OPENING if signs else is_open
    return result


def _given(place: int, line: Line, following: Line | None, is_open: bool) -> Candidate | None:
    number = parse(line.number)
    if (
        number
        and following
        and following.kind != "provision"
        and (more := article_numbers.REPEATED.match(following.text))
    ):
        number = (
            article_numbers.read_number(f"{number.stored} {more[0]}") or number
        )  # the file's own splitter cut `4 | bis)` in two
    return None if number is None else Candidate(place, "", number, 0, 1.2, is_open)


def parse(text: str) -> article_numbers.ArticleNumber | None:
    """The number in a label such as `Article 5 bis`, `13.` or `المادة الخامسة`."""
    for pattern in (patterns.ARTICLE, patterns.SECTION["en"]):
        if match := pattern.match(text):
            return article_numbers.read_number(text[match.end() :].lstrip())
    return article_numbers.read_number(text.strip())


def _hit(place: int, line: Line, pattern: re.Pattern[str], is_open: bool) -> Candidate | None:
    if line.kind not in ("text", "heading") or line.inside:
        return None
    start = len(line.text) - len(line.text.lstrip(" \t•*·-–—" + patterns.QUOTES))
    match = pattern.match(line.text, start)
    if match is None and line.kind == "heading" and pattern is patterns.BARE:
        match = patterns.BARE_HEADING.match(line.text, start)
    number = (
        article_numbers.read_number(line.text[match.end() : match.end() + 160].lstrip())
        if match
        else None
    )
    if not match or number is None:
        return None
    end = (
        match.end()
        + len(line.text[match.end() :])
        - len(line.text[match.end() :].lstrip())
        + number.end
    )
    rest = line.text[end:]
    if not patterns.AFTER.match(rest) or patterns.NOT_AFTER.match(rest):
        return None
    opens = any(sign in patterns.QUOTES for sign in line.text[:start])
    weight = INSIDE_QUOTES if is_open or opens else 1.0
    weight += (
        HEADINGS * (line.kind == "heading")
        + 0.15 * (not rest.strip(" .:–—-"))
        + 0.1 * bool(re.match(r"\s?[.:]?\s?[–—-]|\s*[.:]", rest))
    )
    return Candidate(place, match["word"].strip(" ."), number, end, weight, is_open or opens)


def _weighed(lines: list[Line], hits: list[Candidate]) -> list[Candidate]:
    """More weight for marks with text after them (a table of contents has none); one mark where
    heading and text repeat it.
    """
    result: list[Candidate] = []
    for place, hit in enumerate(hits):
        after = hits[place + 1].line if place + 1 < len(hits) else len(lines)
        if (
            result
            and result[-1].number.key == hit.number.key
            and hit.line - result[-1].line <= 2
            and lines[result[-1].line].kind == "heading"
        ):
            continue
        before = result[-1].line if result else -1
        fresh = any(
            line.kind == "heading"
            or is_container(line.text)
            or (line.text.isupper() and len(line.text) > 12)
            for line in lines[before + 1 : hit.line]
            if line.kind != "noise"
        )
        size = (
            sum(
                len(line.text)
                for line in lines[hit.line : after]
                if line.kind in ("text", "heading")
            )
            - hit.end
        )
        weight = hit.weight * (0.6 + min(0.4, size / 400))
        result.append(Candidate(hit.line, hit.word, hit.number, hit.end, weight, hit.quoted, fresh))
    return result


def is_ordinal(text: str) -> bool:
    """Whether a line begins `PRIMERA.-` or `Disposición única.-`."""
    bare = text.lstrip(" " + patterns.QUOTES)
    match = patterns.ORDINAL.match(bare)
    return match is not None and article_numbers.read_number(bare[match.end() :]) is not None


def is_container(text: str) -> bool:
    """Whether a line is the head of a part, chapter, section ..."""
    return len(text) < 220 and rank(text) > 0


def rank(text: str) -> int:
    """1 (book) to 7; 0 for a line that is no container's head."""
    if len(text) > 220 or text.endswith((";", ",")):
        return 0
    for level, pattern in patterns.CONTAINERS:
        if match := pattern.match(text):
            rest = text[match.end() :]
            return level if patterns.AFTER_CONTAINER.match(rest) else 0
    return 0


def _choose(chains: dict[str, list[Candidate]], lines: list[Line]) -> str:
    """Articles or sections by word, unless bare numbers begin earlier and go on: then the words are
    quoted or cited.
    """
    if len(chains.get("ordinal", ())) >= 1:
        return "ordinal"
    worded = max(
        ("article", "section"), key=lambda name: sum(hit.weight for hit in chains.get(name, ()))
    )
    bare, words = chains["bare"], chains.get(worded, [])
    if (
        size(bare, lines) < CONTENTS
        and len(words) >= len(bare) / 2
        and size(words, lines) > 1.5 * size(bare, lines)
    ):
        return worded  # bare numbers in the table of contents, words in the law
    if len(bare) >= 3 and (
        len(words) < 2 or (bare[0].line < words[0].line and len(bare) >= len(words) / 2)
    ):
        return "bare"
    if words and (len(words) > 1 or not bare):
        return worded
    if len(bare) < 3 and len(chains["plain"]) >= 4 and chains["plain"][0].number.key == (0, 1):
        return "plain"  # `3 Short title`, as the United Kingdom prints it
    return "bare" if len(bare) >= 2 else worded if words else ""


def size(run: list[Candidate], lines: list[Line]) -> int:
    """The median length of the articles of a run."""
    sizes = sorted(
        sum(len(line.text) for line in lines[hit.line : stop.line]) for hit, stop in pairwise(run)
    )
    return sizes[len(sizes) // 2] if sizes else 0


def cut_inline(lines: list[Line], best: list[Candidate]) -> list[Line]:
    """The lines cut where a missing number stands after a margin note: `Traffic of a 248B.
    Whosoever ...`.
    """
    cuts: dict[int, int] = {}
    for before, after in zip(best, [*best[1:], None], strict=True):
        last = before.number.key
        if after and (best_chain.follows(last, after.number.key) or after.number.key <= last):
            continue
        for place in range(before.line + 1, after.line if after else len(lines)):
            match = (
                INLINE_BARE.search(lines[place].text)
                if lines[place].kind == "text" and not lines[place].inside
                else None
            )
            number = (
                article_numbers.read_number(match[2])
                if match and not patterns.REFERENCE_BEFORE.search(match[1])
                else None
            )
            fits = (
                number
                and last < number.key
                and (
                    number.key < after.number.key if after else best_chain.follows(last, number.key)
                )
            )
            if match and number and fits and number.key[1] <= last[1] + 1:
                cuts[place], last = match.start(2), number.key
    result: list[Line] = []
    for place, line in enumerate(lines):
        at = cuts.get(place, 0)
        result += (
            [replace(line, text=line.text[:at].strip()), replace(line, text=line.text[at:])]
            if at
            else [line]
        )
    return result


def _misplaced(best: list[Candidate], rest: list[Candidate]) -> list[Candidate]:
    """Articles that stand out of order in the file (columns of a gazette) but fill a gap of the
    chain exactly.
    """
    missing = set()
    for before, after in pairwise(best):
        if before.number.key < after.number.key:
            missing |= {
                (before.number.key[0], number)
                for number in range(before.number.key[1] + 1, after.number.key[1])
            }
    sound = [hit for hit in rest if not hit.quoted and hit.weight > 0.6]
    found: dict[tuple[int, ...], Candidate] = {}
    for hit in sound:
        if hit.number.key in missing:
            found.setdefault(hit.number.key, hit)
    rest = [hit for hit in sound if best and hit.number.key not in found]
    end = best[-1].number.key if best else (0, 0)
    for hit, following in pairwise(
        rest
    ):  # or the columns that go on where the chain ends stand before it
        if best_chain.follows(end, hit.number.key) and best_chain.follows(
            hit.number.key, following.number.key
        ):
            found |= {more.number.key: more for more in _count_on(end, rest[rest.index(hit) :])}
            break
    return list(found.values())


def _count_on(end: tuple[int, ...], hits: list[Candidate]) -> list[Candidate]:
    result: list[Candidate] = []
    for hit in hits:
        if best_chain.follows(result[-1].number.key if result else end, hit.number.key):
            result.append(hit)
    return result
