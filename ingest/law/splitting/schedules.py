"""Where the law ends and its schedules, annexes and final provisions begin."""

import re

from ingest.law.splitting import patterns
from ingest.law.splitting.article_numbers import Key, read_number
from ingest.law.splitting.candidates import is_ordinal, number_of_label
from ingest.law.splitting.line import Line

LONGEST_HEADING, LONGEST_TITLE, SURE_TITLE = 300, 160, 60  # characters
REACH = 12  # lines below a title in which its text must begin
STOPS = (".", ":", "")
FIRST: Key = (0, 1)
IN_SENTENCE = re.compile(r"[a-z,;.)]")


def cut_schedules(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """(title, lines) of the law, whose title is empty, and of its schedules; the title stands in
    the first line too.
    """
    cuts, final = [0], False
    for index, line in enumerate(lines):
        if index and _starts_schedule(lines, index):
            cuts.append(index)
            final = bool(patterns.FINAL_PROVISIONS.match(line.text))
        elif final and _is_first_article(line.text):
            # the regulation that a decree approves stands after the decree's last provisions
            cuts.append(index)
            final = False
    ends = [*cuts[1:], len(lines)]
    parts = [lines[start:end] for start, end in zip(cuts, ends, strict=True) if end > start]
    return [
        ("" if at == 0 or patterns.ARTICLE.match(part[0].text) else _title_of(part[0]), part)
        for at, part in enumerate(parts)
    ]


def _title_of(line: Line) -> str:
    """The whole line, but of `Disposición final primera. Entry into force` only what its kind is
    called.
    """
    match = patterns.FINAL_ITEM.match(line.text) if _number_of_item(line) else None
    return match[0] if match else line.text


def _number_of_item(line: Line) -> Key:
    """The number of a final provision that has a head of its own, `Disposición final única. In
    force`; empty for any other line.
    """
    match = patterns.FINAL_ITEM.match(line.text) if line.is_print and not line.inside else None
    rest = line.text[match.end() :].lstrip() if match else ""
    number = read_number(rest) if rest else None
    stops = number and rest[number.end :].lstrip()[:1] in STOPS
    return number.key if number and stops else ()


def _is_first_article(text: str) -> bool:
    """Whether a line begins `Article 1`."""
    number = number_of_label(text) if patterns.ARTICLE.match(text) else None
    return number is not None and number.key == FIRST


def _starts_schedule(lines: list[Line], index: int) -> bool:
    """A title with text below it; contents lists name schedules too."""
    line = lines[index]
    if number := _number_of_item(line):
        return number == FIRST
    if not _is_schedule_title(line):
        return False
    below = [
        other
        for other in lines[index + 1 : index + REACH]
        if other.is_print or other.kind == "provision"
    ]
    is_final = patterns.FINAL_PROVISIONS.match(line.text)
    if is_final and not any(is_ordinal(other.text) for other in below[:4]):
        return False  # a chapter of that name
    if len(below) < 2:
        return False
    short = line.text.isupper() or len(line.text) < SURE_TITLE
    return line.level > 0 or (short and not _in_sentence(lines, index))


def _is_schedule_title(line: Line) -> bool:
    longest = LONGEST_HEADING if line.level else LONGEST_TITLE
    if not line.is_print or line.inside or len(line.text) > longest:
        return False
    title = patterns.SCHEDULE.fullmatch(line.text) or patterns.NOT_LAW.fullmatch(line.text)
    return title is not None


def _in_sentence(lines: list[Line], index: int) -> bool:
    """`in the` / `Schedule` / `to this Act`: a word that mark-up put on a line of its own."""
    before = lines[index - 1]
    if before.kind == "text" and before.text.endswith(","):
        return True
    if before.kind == "text" and before.text[-1:].isalnum():
        last_word = before.text.split()[-1]
        if last_word[:1].islower():
            return True
    return any(IN_SENTENCE.match(after.text) for after in lines[index + 1 : index + 2])
