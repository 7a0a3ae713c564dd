"""Inside an article: which lines are its text, what at its end belongs to the next chapter, and
where the signatures begin.
"""

import re
from dataclasses import dataclass, field, replace

from ingest.law.splitting import patterns
from ingest.law.splitting.containers import is_container
from ingest.law.splitting.line import Line

FULL_STOPS = (".", "。", "।", "۔")
CLOSING_QUOTES = " »”\"’')"
LONGEST_TITLE = 170  # characters
LONGEST_PIECE = 90  # of a title broken over lines
TITLE_CASE = 0.75  # of the words of more than three letters
LONGEST_TAIL = 12  # lines of heads and titles between two articles
SHOUTED = 8  # letters; fewer in capitals are an abbreviation
CHAPTER_REACH = 240  # characters at the end of a text in which a chapter may begin
LONG_LINE = 45  # characters; a line that is shorter may end where its sentence does
LETTER_MARK = re.compile(r"o\s+\S")  # the ring that a list of a word processor may have
LEAST_ENTRIES = 2
LABEL_ALONE = re.compile(r"\(?[\w]{1,4}[.)]")
OPENING, CLOSING = "“«([‘", ",;.:)”»]"


@dataclass(frozen=True)
class ArticleLines:
    """The lines between two marks, each in its place: body and notes are the article's own, tail is
    the heads of the next chapter, title the heading of the next article.
    """

    body: list[Line]
    notes: tuple[str, ...]
    tail: list[Line]
    title: list[Line]
    repealed: list[Line] = field(default_factory=list)
    noise: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    after_signature: int = 0  # characters from the signature to the end


def is_title_like(line: Line) -> bool:
    """A line that could be a title: short, without a full stop, not an enumeration.

    In a script without capitals (Arabic) only mark-up tells a title from the first line of a text.
    """
    text = line.text
    if not line.level and not has_capitals(text):
        return False
    if not line.is_print or len(text) > LONGEST_TITLE or patterns.ENUMERATOR.match(text):
        return False
    if text.endswith((";", ",", ":")):
        return False
    if text.rstrip(CLOSING_QUOTES).endswith(FULL_STOPS) and not (
        line.level or text.isupper() or is_container(text)
    ):
        return False
    return not text[:1].islower() and any(sign.isalpha() for sign in text)


def has_capitals(text: str) -> bool:
    """Whether the script of the first letter knows capitals; False without a letter."""
    letter = next(filter(str.isalpha, text), "")
    return letter.lower() != letter.upper()


def is_in_capitals(text: str) -> bool:
    """All capitals, and more than an abbreviation."""
    return text.isupper() and sum(sign.isalpha() for sign in text) >= SHOUTED


def are_one_title(text: str, below: str) -> bool:
    """`Duty of All Carriers` / `That Serve a Port`: nearly all long words begin with a capital."""
    if text.isupper() != below.isupper():
        return False
    return _is_title_case(text) and _is_title_case(below)


def _is_title_case(text: str) -> bool:
    long = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(long) >= 2 and sum(word[0].isupper() for word in long) >= TITLE_CASE * len(long)


def cut_article(lines: list[Line], titles_above: bool, is_last: bool) -> ArticleLines:
    """Sort the lines between a mark and the next one (or the end, where the signatures are)."""
    lines, signature = cut_signature(lines) if is_last else (lines, [])
    noise, lines = _set_apart(lines, "noise")
    repealed, lines = _set_apart(lines, "repealed")
    signed, lines = _set_apart(lines, "signature")
    body, tail = cut_tail(lines)
    title: list[Line] = []
    if titles_above and not is_last:
        body, tail, title = take_title_above(body, tail)
    body, tail = _move_inline_chapter(body, tail)
    notes, body = _set_apart(body, "note")
    return ArticleLines(
        body=list(map(_without_mark, body)),
        notes=tuple(line.text for line in notes),
        tail=tail,
        title=title,
        repealed=repealed,
        noise=noise,
        signature=signed + signature,
        after_signature=sum(len(line.text) for line in signature),
    )


def _set_apart(lines: list[Line], kind: str) -> tuple[list[Line], list[Line]]:
    """(lines of this kind, all others)."""
    apart = [line for line in lines if line.kind == kind]
    return apart, [line for line in lines if line.kind != kind]


def _without_mark(line: Line) -> Line:
    """An article that the format has marked, but that is quoted here, as a line of text."""
    if line.kind != "provision":
        return line
    return Line(f"{line.number} {line.heading}".strip())


def cut_tail(body: list[Line]) -> tuple[list[Line], list[Line]]:
    """The body without the chapter heads and titles at its end, and those."""
    start = len(body)
    while start > 0 and len(body) - start < LONGEST_TAIL and _may_be_title(body[start - 1]):
        start -= 1
    while start < len(body) and not _begins_tail(body[start:]):
        start += 1
    tail = body[start:]
    return (body[:start], tail) if any(line.kind != "note" for line in tail) else (body, [])


def _may_be_title(line: Line) -> bool:
    """A title, or the piece of one that was broken over lines."""
    if line.kind == "note" or is_container(line.text) or is_title_like(line):
        return True
    if not line.is_print or len(line.text) >= LONGEST_PIECE:
        return False
    return not line.text.endswith((".", ";", ":")) and not patterns.ENUMERATOR.match(line.text)


def _begins_tail(lines: list[Line]) -> bool:
    """Whether the first line is a chapter's head, or a heading or line in capitals that is followed
    by nothing but titles.
    """
    line = lines[0]
    if is_container(line.text):
        return True
    if not is_title_like(line) and not (line.level and line.text[:1].isupper()):
        return False
    rest = [other for other in lines if other.kind != "note"]
    if line.level and all(other.level or is_container(other.text) for other in rest):
        return True
    return (line.level > 0 or is_in_capitals(line.text)) and all(map(is_title_like, rest))


def take_title_above(
    body: list[Line], tail: list[Line]
) -> tuple[list[Line], list[Line], list[Line]]:
    """(body, tail, title): where headings stand above the number, the last title line is not the
    chapter's but the next article's.
    """
    source = tail or body
    left = [line for line in source if line.kind not in ("note", "noise")]
    title: list[Line] = []
    while left and len(title) < 3 and not is_container(left[-1].text):
        if title and not _is_one_title(left[-1], title[0]):
            break
        title.insert(0, left.pop())
    if not title or not is_title_like(title[0]):
        return body, tail, []
    taken = {id(line) for line in title}  # the same words may stand twice
    rest = [line for line in source if id(line) not in taken]
    return (body, rest, title) if tail else (rest, tail, title)


def _is_one_title(line: Line, following: Line) -> bool:
    """Whether the title goes on in the next line."""
    if not _may_be_title(line) or line.text.endswith(","):
        return False
    if following.text[:1].islower() or are_one_title(line.text, following.text):
        return True
    if line.text.rsplit(" ", 1)[-1].lower() in patterns.LINKING:
        return True
    return line.level == 7 == following.level and not line.text.isupper()


def _move_inline_chapter(body: list[Line], tail: list[Line]) -> tuple[list[Line], list[Line]]:
    """Body and tail, with the head of a chapter at the end of the last line moved to the tail."""
    text, chapter = _cut_inline_chapter(body[-1].text) if body else ("", "")
    if not chapter:
        return body, tail
    return [*body[:-1], replace(body[-1], text=text)], [Line(chapter), *tail]


def _cut_inline_chapter(text: str) -> tuple[str, str]:
    """`... in force. Part V - Fund`, a text without line breaks, as both halves."""
    for pattern in patterns.INLINE_CHAPTER:
        if match := pattern.search(text, max(0, len(text) - CHAPTER_REACH)):
            return text[: match.start()], text[match.end() :]
    return text, ""


def cut_signature(body: list[Line]) -> tuple[list[Line], list[Line]]:
    """The body up to where the signatures begin, and the rest."""
    for index, line in enumerate(body):
        above = body[index - 1].text if index else ""
        if line.kind == "signature" or (line.is_print and _is_signature(line.text, above)):
            return body[:index], body[index:]
        match = patterns.SIGNATURE_INLINE.search(line.text) if line.kind == "text" else None
        if match:
            head = Line(line.text[: match.start()], inside=line.inside)
            rest = Line(line.text[match.end() :], inside=line.inside)
            return [*body[:index], head], [rest, *body[index + 1 :]]
    return body, []


def _is_signature(text: str, above: str) -> bool:
    """Whether a line begins the signatures: by its words, or by place and day behind a sentence."""
    if patterns.SIGNATURE.match(text):
        return True
    behind_sentence = not above or above.endswith((".", ";", ":", "”", "»", '"'))
    return behind_sentence and bool(patterns.SIGNED_ON.match(text))


def join_lines(texts: list[str]) -> str:
    """Lines as paragraphs: pieces of a sentence that mark-up or a page had torn apart are put
    together again.
    """
    paragraphs: list[str] = []
    lines = [text for text in map(str.strip, texts) if text]
    entries = _entries_by_letter(lines)
    for index, text in enumerate(lines):
        if paragraphs and index not in entries and _is_torn(paragraphs[-1], text):
            paragraphs[-1] += _glue(paragraphs[-1], text) + text
        else:
            paragraphs.append(text)
    return "\n".join(paragraphs)


def _entries_by_letter(lines: list[str]) -> set[int]:
    """The lines that the mark `o` of a list begins, at least two, the first below a colon and the
    others behind the end of an entry: elsewhere it is a word of Spanish, Portuguese or Italian.
    """
    found: set[int] = set()
    entries: list[int] = []
    for index, text in enumerate(lines):
        above = lines[index - 1] if index else ""
        if LETTER_MARK.match(text) and above.endswith(
            (":", "؛", ";", ".", ",") if entries else ":"
        ):
            entries.append(index)
        elif above.endswith(".") or LETTER_MARK.match(text):
            entries = []
        if len(entries) >= LEAST_ENTRIES:
            found.update(entries)
    return found


def _glue(before: str, after: str) -> str:
    """A blank, but none before a stop, after a bracket or inside a word."""
    in_word = before[-1] in "-‐" and before[-2:-1].isalpha()
    return "" if after[0] in CLOSING or before[-1] in OPENING or in_word else " "


def _is_torn(before: str, after: str) -> bool:
    """Whether two lines are pieces of one sentence."""
    enumerates = patterns.ENUMERATOR.match(after)
    if before[-1] in OPENING or (after[0] in CLOSING and not enumerates):
        return True
    if patterns.ENUMERATOR.fullmatch(before) or LABEL_ALONE.fullmatch(before) or before in "\"“'":
        return True
    if enumerates:
        return False
    return after[0].islower() or (len(after) > 1 and _ends_inside_sentence(before))


def _ends_inside_sentence(text: str) -> bool:
    """A long line that ends with a word in small letters."""
    last_word = text.rsplit(" ", 1)[-1]
    long = len(text) > LONG_LINE and text[-1].isalnum()
    return long and last_word[:1].islower() and not text.isupper()
