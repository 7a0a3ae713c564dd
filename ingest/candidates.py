"""Lines that may begin an article, by family of mark, and the family a text really uses."""

import re
from itertools import pairwise

from ingest import chain, marks, numbers
from ingest.chain import Candidate
from ingest.lines import Line

HEADINGS = 0.4
INSIDE_QUOTES = 0.3
FAR = 20  # a law that counts one by one does not leave out so many numbers
LONGEST_QUOTE = 6000  # a quotation that goes on longer was not closed in print


def find(lines: list[Line], language: str, ordinals: bool = False) -> tuple[str, list[Candidate], list[Candidate]]:
    """(family, chain, other candidates) of these lines; family is `given`, `article`, `section`, `bare`, `ordinal` or empty."""
    opened = quoted(lines)
    given = [
        found
        for place, line in enumerate(lines)
        if line.kind == "provision"
        and (found := _given(place, line, lines[place + 1] if place + 1 < len(lines) else None, opened[place])) is not None
    ]
    if given:
        return _given_chain(given)
    families = {"article": marks.ARTICLE, "bare": marks.BARE}
    if language in marks.SECTION_SIGN:
        families["section"] = marks.SECTION.get(language, marks.SECTION["*"])
    if ordinals:
        families = {"ordinal": marks.ORDINAL} | families
    hits = {name: _weighed(lines, [hit for place, line in enumerate(lines) if (hit := _hit(place, line, pattern, opened[place]))])
             for name, pattern in families.items()}  # fmt: skip
    chains = {name: chain.best(some, 6.0 if name == "bare" else chain.RESTART) for name, some in hits.items()}
    family = _choose(chains)
    if not family:
        return "", [], []
    own = chains[family]
    if family == "bare":
        own = _headings_first(own, lines)
    elif family == "article":
        own = _not_announced(_same_letters(_headings_only(own, lines), hits[family]), lines)
    used = {hit.line for hit in own}
    rest = [hit for hit in hits[family] if hit.line not in used]
    return family, sorted(own + _misplaced(own, rest), key=lambda hit: hit.line), rest


def quoted(lines: list[Line]) -> list[bool]:
    """For each line, whether a quotation is open where it begins."""
    result, is_open, size = [], False, 0
    for line in lines:
        size = size + len(line.text) if is_open else 0
        is_open = is_open and size < LONGEST_QUOTE and not (line.kind == "heading" and 0 < line.level < 7)
        result.append(is_open)
        if line.kind in ("text", "heading", "provision"):
            signs = re.findall(rf"[{marks.OPENING}{marks.CLOSING}]", line.heading + line.text)
            is_open = signs[-1] in marks.OPENING if signs else is_open
    return result


def _given(place: int, line: Line, following: Line | None, is_open: bool) -> Candidate | None:
    number = parse(line.number)
    if number and following and following.kind != "provision" and (more := numbers.LATIN_UPPER.match(following.text)):
        number = numbers.read(f"{number.normal} {more[0]}") or number  # the file's own splitter cut `4 | bis)` in two
    return None if number is None else Candidate(place, "", number, 0, 1.2, is_open)


def parse(text: str) -> numbers.Number | None:
    """The number in a label such as `Article 5 bis`, `13.` or `المادة الخامسة`."""
    for pattern in (marks.ARTICLE, marks.SECTION["en"]):
        if match := pattern.match(text):
            return numbers.read(text[match.end() :].lstrip())
    return numbers.read(text.strip())


def _given_chain(given: list[Candidate]) -> tuple[str, list[Candidate], list[Candidate]]:
    """The format's own articles, less those that another article quotes.

    They are quoted if they stand inside quotation marks, or if they interrupt 1, 2, 3 with far higher numbers (in an
    amending law: article 1, then 448-1 to 448-14 of the code, then article 2).
    """
    spine = chain.best(given, chain.RESTART_MARKED)
    in_spine = {hit.line for hit in spine}
    out: set[int] = set()
    place = 0
    while place < len(given):
        back = _back_in_order(given, place)
        out |= {hit.line for hit in given[place + 1 : back]}
        place = back
    out |= {hit.line for hit in given if hit.quoted and hit.line not in in_spine}
    own = [hit for hit in given if hit.line not in out]
    return "given", own, [hit for hit in given if hit.line in out]


def _back_in_order(given: list[Candidate], place: int) -> int:
    """Where the count goes on after this article; everything before that place is far higher, and quoted."""
    number = given[place].number.key
    for at in range(place + 1, len(given)):
        key = given[at].number.key
        if chain.follows(number, key):
            end = at
            while end + 1 < len(given) and chain.follows(given[end].number.key, given[end + 1].number.key):
                end += 1
            moved = at > place + 1 and chain.follows(given[end].number.key, given[place + 1].number.key)
            return place + 1 if moved else at  # columns in the wrong order are no quotation
        if key[0] == number[0] and key[1] <= number[1] + 1:
            break
    return place + 1


def _mostly_headings(best: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """The marks that stand in headings, if nearly all do but not all; else none."""
    headed = [hit for hit in best if lines[hit.line].kind == "heading"]
    return headed if len(best) >= 4 and 0.7 * len(best) <= len(headed) < len(best) else []


def _headings_first(best: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """Where a law sets its numbers as headings, a number in running text (3A, for another act) is its own only to fill a gap."""
    headed = _mostly_headings(best, lines)
    if not headed:
        return best
    chosen = chain.best(headed)
    known = {hit.number.key for hit in chosen}
    fill = {hit.number.key: hit for hit in best if hit.number.key not in known and len(hit.number.key) == 2 and _in_gap(hit, chosen)}
    return sorted(chosen + list(fill.values()), key=lambda hit: hit.line)


def _headings_only(best: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """The same for articles by word, where only a mark between two that follow each other is surely another law's."""
    headed = set(_mostly_headings(best, lines)) or set(best)
    around = zip([None, *best], best, [*best[1:], None], strict=False)
    return [hit for before, hit, after in around
            if hit in headed or not (before and after and chain.follows(before.number.key, after.number.key))]  # fmt: skip


def _same_letters(best: list[Candidate], hits: list[Candidate]) -> list[Candidate]:
    """Where a law's own are ARTICULO 1, 2, 3 without a gap, Artículo 6 among them is another law's (and the reverse)."""
    capitals = [hit for hit in hits if hit.word.isupper() and len(hit.word) > 1]
    small = [hit for hit in hits if not hit.word.isupper() and len(hit.word) > 1]
    for own, other in ((capitals, small), (small, capitals)):
        chosen = chain.best(own) if len(own) >= max(3, len(other)) and other else []
        if len(chosen) >= 3 and chosen[0].number.key == (0, 1) and not chain.gaps(chosen) and len(chain.runs(chosen)) == 1:
            return chosen
    return best


def _not_announced(best: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """Without what follows 1 to 15 as article 220 bis, if article 15 says that it inserts an article 220 bis elsewhere."""
    for place, (before, after) in enumerate(pairwise(best)):
        if before.number.key > after.number.key:
            return best
        if after.number.key[1] > before.number.key[1] + FAR:
            host = " ".join(line.text for line in lines[before.line : after.line])
            announced = re.search(rf"(?<![\w-]){re.escape(after.number.normal)}(?![\w-])", host)
            return best[: place + 1] if announced and best[0].number.key == (0, 1) else best
    return best


def _in_gap(hit: Candidate, chosen: list[Candidate]) -> bool:
    return any(
        before.line < hit.line < after.line and before.number.key < hit.number.key < after.number.key for before, after in pairwise(chosen)
    )


def _hit(place: int, line: Line, pattern: re.Pattern[str], is_open: bool) -> Candidate | None:
    if line.kind not in ("text", "heading") or line.inside:
        return None
    start = len(line.text) - len(line.text.lstrip(" \t•*·-–—" + marks.QUOTES))
    match = pattern.match(line.text, start)
    if match is None and line.kind == "heading" and pattern is marks.BARE:
        match = marks.BARE_HEADING.match(line.text, start)
    number = numbers.read(line.text[match.end() : match.end() + 160].lstrip()) if match else None
    if not match or number is None:
        return None
    end = match.end() + len(line.text[match.end() :]) - len(line.text[match.end() :].lstrip()) + number.end
    rest = line.text[end:]
    if not marks.AFTER.match(rest) or marks.NOT_AFTER.match(rest):
        return None
    opens = any(sign in marks.QUOTES for sign in line.text[:start])
    weight = INSIDE_QUOTES if is_open or opens else 1.0
    weight += (
        HEADINGS * (line.kind == "heading") + 0.15 * (not rest.strip(" .:–—-")) + 0.1 * bool(re.match(r"\s?[.:]?\s?[–—-]|\s*[.:]", rest))
    )
    return Candidate(place, match["word"].strip(" ."), number, end, weight, is_open or opens)


def _weighed(lines: list[Line], hits: list[Candidate]) -> list[Candidate]:
    """More weight for marks with text after them (a table of contents has none); one mark where heading and text repeat it."""
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
        fresh = any(line.kind == "heading" or is_container(line.text) or (line.text.isupper() and len(line.text) > 12)
                    for line in lines[before + 1 : hit.line] if line.kind != "noise")  # fmt: skip
        size = sum(len(line.text) for line in lines[hit.line : after] if line.kind in ("text", "heading")) - hit.end
        weight = hit.weight * (0.6 + min(0.4, size / 400))
        result.append(Candidate(hit.line, hit.word, hit.number, hit.end, weight, hit.quoted, fresh))
    return result


def is_ordinal(text: str) -> bool:
    """Whether a line begins `PRIMERA.-` or `Disposición única.-`."""
    bare = text.lstrip(" " + marks.QUOTES)
    match = marks.ORDINAL.match(bare)
    return match is not None and numbers.read(bare[match.end() :]) is not None


def is_container(text: str) -> bool:
    """Whether a line is the head of a part, chapter, section ..."""
    return len(text) < 220 and rank(text) > 0


def rank(text: str) -> int:
    """1 (book) to 7; 0 for a line that is no container's head."""
    if len(text) > 220 or text.endswith((";", ",")):
        return 0
    for level, pattern in marks.CONTAINERS:
        if match := pattern.match(text):
            rest = text[match.end() :]
            return level if re.match(r"\s*(?:$|[.:–—-]|[A-ZÀ-Ý«“\"(\u0621-\u064a]|(?:er|ère|bis|ter)\b|de\b|des\b|[ªºa]\b)", rest) else 0
    return 0


def _choose(chains: dict[str, list[Candidate]]) -> str:
    """Articles or sections by word, unless bare numbers begin earlier and go on: then the words are quoted or cited."""
    if len(chains.get("ordinal", ())) >= 1:
        return "ordinal"
    worded = max(("article", "section"), key=lambda name: sum(hit.weight for hit in chains.get(name, ())))
    bare, words = chains["bare"], chains.get(worded, [])
    if len(bare) >= 3 and (len(words) < 2 or (bare[0].line < words[0].line and len(bare) >= len(words) / 2)):
        return "bare"
    if words and (len(words) > 1 or not bare):
        return worded
    return "bare" if len(bare) >= 2 else worded if words else ""


def _misplaced(best: list[Candidate], rest: list[Candidate]) -> list[Candidate]:
    """Articles that stand out of order in the file (columns of a gazette) but fill a gap of the chain exactly."""
    missing = set()
    for before, after in pairwise(best):
        if before.number.key < after.number.key:
            missing |= {(before.number.key[0], number) for number in range(before.number.key[1] + 1, after.number.key[1])}
    sound = [hit for hit in rest if not hit.quoted and hit.weight > 0.6]
    found: dict[tuple[int, ...], Candidate] = {}
    for hit in sound:
        if hit.number.key in missing:
            found.setdefault(hit.number.key, hit)
    rest = [hit for hit in sound if best and hit.number.key not in found]
    end = best[-1].number.key if best else (0, 0)
    for hit, following in pairwise(rest):  # or the columns that go on where the chain ends stand before it
        if chain.follows(end, hit.number.key) and chain.follows(hit.number.key, following.number.key):
            found |= {more.number.key: more for more in _count_on(end, rest[rest.index(hit) :])}
            break
    return list(found.values())


def _count_on(end: tuple[int, ...], hits: list[Candidate]) -> list[Candidate]:
    result: list[Candidate] = []
    for hit in hits:
        if chain.follows(result[-1].number.key if result else end, hit.number.key):
            result.append(hit)
    return result
