"""From the lines of a law and the marks of its articles to provisions."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from operator import attrgetter

from ingest.law.splitting import patterns
from ingest.law.splitting.article_parts import (
    ArticleLines,
    cut_article,
    cut_signature,
    cut_tail,
    join_lines,
    take_title_above,
)
from ingest.law.splitting.best_chain import Candidate, cut_into_runs, missing_numbers
from ingest.law.splitting.candidates import end_of_label, find_candidates, number_of_label
from ingest.law.splitting.containers import Parents
from ingest.law.splitting.headings import HeadingStyle, take_heading
from ingest.law.splitting.last_resorts import LISTS
from ingest.law.splitting.line import Line
from ingest.law.splitting.lost_numbers import describe_lost
from ingest.law.splitting.result import Provision, Split
from ingest.law.splitting.schedules import cut_schedules
from ingest.law.splitting.second_runs import drop_second_runs
from ingest.law.splitting.segment import Segment, read_segment, style_of
from ingest.law.splitting.slipped_numbers import describe_slips
from ingest.law.splitting.tidy_order import name_lost_marks, put_in_order, split_at_headings
from ingest.law.splitting.torn_marks import describe
from ingest.law.splitting.unfound_marks import describe_unfound

LONG_SIGNATURE = 2000  # characters; more must be something else
LONG_LABEL = 60  # characters of a schedule's title in the label of its articles
MOST_NAMED = 30  # gaps that a warning names
LATE_START = 10  # a law that begins with a number up to this has lost its first articles
SEPARATOR = re.compile(r"(?:\s?\(?[*†‡]{1,3}\)?)?\s*[.:،]{0,2}\s?(?:[-–—ـ_]{1,2}|[.:])?\s*[.:]?\s*")
SCHEDULE_TITLE_ENDS = re.compile(r"\s*(?:[-–—](?!\s?(?:\d|[IVX]+\b))|[:.(\[])")  # not Annex–II
STOPS = " .:–—-"
AROUND_NUMBER = STOPS + "§"
LINE = attrgetter("line")


def assemble(lines: list[Line], result: Split, guessed: bool = True) -> None:
    """Fill `result` from the prepared lines of a document; a language only guessed may be corrected
    on the way.
    """
    for title, part in cut_schedules(lines):
        if patterns.NOT_LAW.match(title):
            result.put(
                "note", [replace(line, reason="a paper printed with the law") for line in part]
            )
        else:
            _place_segment(read_segment(title, part, result.language), result, guessed)
    if not any(provision.number for provision in result.provisions):
        split_at_headings(lines, result)
    result.provisions[:] = [
        replace(provision, ordinal=ordinal)
        for ordinal, provision in enumerate(result.provisions, 1)
    ]


def _place_segment(segment: Segment, result: Split, guessed: bool) -> None:
    """Put every line of a segment into the result."""
    if segment.is_unnumbered:
        _place_unnumbered(segment, result)
        return
    drop_second_runs(segment, result, guessed)
    chain = segment.marks.chain
    if not chain:
        result.put("front", segment.lines)
        return
    style = style_of(segment)
    front, heads = cut_tail(segment.lines[: chain[0].line])
    title: list[Line] = []
    if style.above:
        front, heads, title = take_title_above(front, heads)
    result.put("chapter" if segment.title else "front", front)
    result.put("chapter", heads)
    result.warnings += _mark_warnings(segment) + _number_warnings(segment)
    result.warnings += describe_unfound(segment, front, result.language)
    result.repealed += [(one.first.stored, one.last.stored) for one in segment.repealed]
    parents = Parents(segment.title)
    parents.add(heads)
    provisions = _place_articles(segment, style, title, parents, result)
    provisions = put_in_order(provisions, chain, result, segment.is_given)
    result.warnings += name_lost_marks(provisions)
    result.provisions += provisions


def _place_unnumbered(segment: Segment, result: Split) -> None:
    """A schedule without numbered articles is one provision without a number."""
    apart = [line for line in segment.lines if line.kind in ("note", "noise", "signature")]
    body = [line for line in segment.lines[1:] if line not in apart]
    body, signature = cut_signature(body)
    result.put("chapter", apart)
    result.put("signature", signature)
    text = join_lines([part for line in body for part in line.parts])
    result.provisions.append(Provision(0, "", segment.title, "", text, "", segment.title))
    if numbers := [
        mark.number.stored for mark in find_candidates(body, patterns.BARE, [False] * len(body))
    ]:
        result.warnings.append(f"{segment.title} is taken whole, with number {', '.join(numbers)}")


def _mark_warnings(segment: Segment) -> list[str]:
    """What was read otherwise than printed: torn marks, lost numbers, slipped ones."""
    marks = segment.marks
    warnings = [describe(segment.lines, marks.torn)] if marks.torn else []
    warnings += [describe_lost(segment.lines, marks.lost)] if marks.lost else []
    return warnings + ([describe_slips(marks.slipped)] if marks.slipped else [])


def _number_warnings(segment: Segment) -> list[str]:
    """What is doubtful about the numbers: a late beginning, gaps, a second count."""
    where = f" in {segment.title}" if segment.title else ""
    runs = cut_into_runs(segment.marks.chain)
    warnings = []
    if segment.marks.family in LISTS:
        warnings.append(f"articles{where} are told only by marks that lists have too")
    for run in runs:
        warnings += [said + where + named for said, named in _run_warnings(run, segment)]
    again = sum(run[0].key == (0, 1) for run in runs[1:])
    if again and not segment.is_given:
        warnings.append(f"numbering starts again {again} times{where}")
    return warnings


def _run_warnings(run: list[Candidate], segment: Segment) -> Iterator[tuple[str, str]]:
    """What is doubtful in one count, in two parts between which its place belongs."""
    gone = frozenset(key for one in segment.repealed for key in one.whole_keys())
    lowest = min(mark.key[1] for mark in run)
    late = 1 < lowest <= LATE_START and (0, lowest - 1) not in gone
    if len(run) >= 2 and late and run[0].key[0] == 0:
        yield f"begins with number {run[0].number.stored}", ""
    in_order = run if segment.is_given else sorted(run, key=lambda mark: mark.key)
    if missing := missing_numbers(in_order, gone):
        yield "numbers missing", f": {', '.join(missing[:MOST_NAMED])}"


def _place_articles(
    segment: Segment, style: HeadingStyle, title: list[Line], parents: Parents, result: Split
) -> list[Provision]:
    """The provisions of a segment; what between them belongs to none goes to its place.

    title: the heading above the first number, in laws that write them so.
    """
    provisions = []
    last = segment.marks.chain[-1]
    for mark, lines in segment.articles():
        article = cut_article(lines, style.above, mark is last)
        provisions.append(
            _provision(segment, mark, article, title, style, str(parents), result.language)
        )
        result.put("chapter", article.tail)
        result.put("noise", article.repealed + article.noise)
        result.put("signature", article.signature)
        if article.after_signature > LONG_SIGNATURE:
            result.warnings.append(f"{article.after_signature} characters follow the signatures")
        parents.add(article.tail)
        title = article.title
    return provisions


def _provision(
    segment: Segment,
    mark: Candidate,
    article: ArticleLines,
    title: list[Line],
    style: HeadingStyle,
    parent: str,
    language: str,
) -> Provision:
    """One article with its mark, heading and text."""
    line = segment.lines[mark.line]
    if line.kind == "provision":
        printed, heading, texts = _read_given(line, mark, article.body, style)
    else:
        printed, heading, texts = _read_printed(
            line, mark, article.body, HeadingStyle() if title else style, bool(title)
        )
    return Provision(
        ordinal=0,
        number=mark.number.stored,
        label=_label(segment, mark, language),
        heading=" ".join(filter(None, (*(above.text for above in title), heading))),
        text=join_lines(texts),
        parent=parent,
        mark=printed,
        notes=article.notes,
        quoted=_quoted_articles(segment, mark),
    )


def _read_given(
    line: Line, mark: Candidate, body: list[Line], style: HeadingStyle
) -> tuple[str, str, list[str]]:
    """(mark as printed, heading, lines of text) of an article that the format has marked."""
    again, heading = _repeated_mark(line.heading, mark)
    printed = f"{line.number} {again}".strip()
    if heading:
        return printed, heading, [other.text for other in body]
    return printed, *take_heading("", body, False, style)


def _read_printed(
    line: Line, mark: Candidate, body: list[Line], style: HeadingStyle, titled: bool
) -> tuple[str, str, list[str]]:
    """(mark as printed, heading, lines of text) of an article found by its mark; titled: its
    heading stands above. The stop after a heading goes with the mark.
    """
    end = _end_of_mark(line.text, mark)
    heading, texts = take_heading(line.text[end:], body, line.kind == "heading", style)
    if titled and heading:
        heading, texts = "", [heading, *texts]
    bare = heading.rstrip(STOPS)
    return f"{line.text[:end]} {heading[len(bare) :]}".strip(), bare, texts


def _end_of_mark(text: str, mark: Candidate) -> int:
    """Where the stop or dash behind a number ends."""
    stop = SEPARATOR.match(text, mark.end)
    return stop.end() if stop else mark.end


def _repeated_mark(heading: str, mark: Candidate) -> tuple[str, str]:
    """The heading of article 5 in the `Article 5 -` that it repeats, which says nothing, and the
    rest.
    """
    number, end = number_of_label(heading), end_of_label(heading)
    if number is None or number.key != mark.key:
        return "", heading
    end += len(heading[end:]) - len(heading[end:].lstrip(AROUND_NUMBER))
    return heading[:end], heading[end:]


def _quoted_articles(segment: Segment, mark: Candidate) -> tuple[tuple[str, str], ...]:
    """Number and text of the articles of other laws that this one quotes; the text is part of its
    own too.
    """
    chain, rest = segment.marks.chain, segment.marks.rest
    after = bisect_right(chain, mark.line, key=LINE)
    end = chain[after].line if after < len(chain) else len(segment.lines)
    inside = rest[bisect_right(rest, mark.line, key=LINE) : bisect_left(rest, end, key=LINE)]
    set_apart = ("noise", "note")  # since the marks were found
    quoted = [other for other in inside if segment.lines[other.line].kind not in set_apart]
    if not segment.is_given:
        capitals = mark.word.isupper()
        quoted = [other for other in quoted if other.quoted or other.word.isupper() != capitals]
    ends = [*(other.line for other in quoted[1:]), end]
    return tuple(
        (other.number.stored, _quoted_text(segment.lines[other.line : stop], other))
        for other, stop in zip(quoted, ends, strict=False)
    )


def _quoted_text(lines: list[Line], mark: Candidate) -> str:
    first, *more = [line for line in lines if line.kind not in ("noise", "note")]
    heading = _repeated_mark(first.heading, mark)[1]
    rest = first.text[_end_of_mark(first.text, mark) :]
    return join_lines([heading, rest, *(line.text for line in more)])


def _label(segment: Segment, mark: Candidate, language: str) -> str:
    """How the article is cited: `art. 5`, `s. 5`, `First Schedule, para. 2`."""
    number, family, title = mark.number.stored, segment.marks.family, segment.title
    if title and patterns.FINAL_PROVISIONS.match(title):
        return f"{title.capitalize()}, {number}"
    if title:
        short = SCHEDULE_TITLE_ENDS.split(title)[0]
        if len(short) > LONG_LABEL:  # `SCHEDULE Text of the Protocol to ...`
            short = " ".join([*takewhile(str.isupper, short.split())] or short.split()[:2])
        return f"{short}, {'art.' if family == 'article' else 'para.'} {number}"
    if mark.word == "§":
        return f"§ {number}"
    if language == "zh":
        return f"art. {number}"  # Chinese laws count articles
    is_section = family in ("bare", "plain", "section") or (
        family == "given" and language == "en" and not mark.word
    )
    return f"s. {number}" if is_section else f"art. {number}"
