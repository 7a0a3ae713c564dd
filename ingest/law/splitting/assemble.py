"""From lines and the chain of article marks to provisions."""

import re
from dataclasses import replace
from itertools import pairwise

from ingest.law.guess_language import guess
from ingest.law.splitting import article_marks, article_parts, best_chain, patterns
from ingest.law.splitting.article_parts import Style
from ingest.law.splitting.candidates import number_of_label
from ingest.law.splitting.containers import Parents, is_container
from ingest.law.splitting.best_chain import Candidate
from ingest.law.splitting.line import Line
from ingest.law.splitting.result import Provision, Split
from ingest.law.splitting.schedules import segments
from ingest.law.splitting.tidy_order import by_headings, order

LONG_SIGNATURE = 2000


def build(lines: list[Line], result: Split, guessed: bool = True) -> None:
    """Fill `result` from the prepared lines of a document; a language only guessed may be corrected
    on the way.
    """
    for title, part in segments(lines):
        if patterns.NOT_LAW.match(title):
            result.put("note", part)
        else:
            _Segment(part, title, result, guessed).run()
    if not any(one.number for one in result.provisions):
        by_headings(lines, result)
    result.provisions[:] = [
        replace(one, ordinal=place) for place, one in enumerate(result.provisions, 1)
    ]


class _Segment:
    """One run of articles: the body of the law, or one schedule."""

    def __init__(self, lines: list[Line], title: str, result: Split, guessed: bool) -> None:
        self.lines, self.title, self.result, self.guessed = lines, title, result, guessed
        self.main = not title
        final = bool(patterns.FINAL_PROVISIONS.match(title))
        marks = article_marks.find_marks(lines, result.language, ordinals=final)
        cut = article_marks.cut_at_hidden_numbers(lines, marks)
        if len(cut) > len(lines):
            self.lines = cut
            marks = article_marks.find_marks(cut, result.language)
        self.family, self.marks, self.rest = marks.family, marks.chain, marks.rest
        self.parents = Parents()
        self.found: list[Provision] = []
        if title:
            self.parents.add([Line(title)])

    def run(self) -> None:
        """Place every line of this segment."""
        if not self.main and len(self.marks) < 2 and self.family not in ("given", "ordinal"):
            self._whole()
            return
        self._drop_second_runs()
        if not self.marks:
            self.result.put("front", self.lines)
            return
        style = self._style()
        first = self.marks[0].line
        body, tail = article_parts.cut_tail(self.lines[:first])
        body, tail, before = self._heading_before(body, tail, style)
        self.result.put("front" if self.main else "chapter", body)
        self.result.put("chapter", tail)
        self.parents.add(tail)
        self._warn()
        for place, mark in enumerate(self.marks):
            end = self.marks[place + 1].line if place + 1 < len(self.marks) else len(self.lines)
            before = self._provision(
                mark, self.lines[mark.line + 1 : end], before, style, place + 1 == len(self.marks)
            )
        self.result.provisions += order(self.found, self.marks, self.result, self.family == "given")

    def _whole(self) -> None:
        """A schedule without numbered articles is one provision without a number."""
        notes = [line for line in self.lines if line.kind in ("note", "noise", "signature")]
        body = [line for line in self.lines[1:] if line not in notes]
        body, signature = article_parts.cut_signature(body)
        self.result.put("chapter", notes)
        self.result.put("signature", signature)
        parts = [part for line in body for part in (line.number, line.heading, line.text)]
        self.result.provisions.append(
            Provision(0, "", self.title, "", article_parts.join(parts), "", self.title)
        )

    def _style(self) -> Style:
        """Where this law puts its headings, by what most of its articles show."""
        if self.family in ("given", ""):
            return Style()
        rests = [self.lines[mark.line].text[mark.end :].lstrip(" .:–—-º°") for mark in self.marks]
        sentences = sum(
            bool(article_parts.SENTENCE_HEADING.match(rest)) and len(rest) > 20 for rest in rests
        )
        worded = [rest for rest in rests if rest]
        before = sum(
            self._title_before(mark.line) and (rest.startswith("(") or len(rest) > 45)
            for mark, rest in zip(self.marks, rests, strict=True)
        )
        bodies_ = [self._body(place) for place in range(len(self.marks))]
        pairs = [(rest, body) for rest, body in zip(rests, bodies_, strict=True) if rest]
        beside = sum(
            bool(article_parts.heading_beside(rest, body, False)[0]) for rest, body in pairs
        )
        alone = [body for rest, body in zip(rests, bodies_, strict=True) if not rest]
        below = sum(article_parts.title_below(body) for body in alone)
        return Style(
            before=before >= 0.5 * len(self.marks) and before >= 2,
            sentence=len(worded) >= 2 and sentences >= 0.6 * len(worded),
            beside=beside >= 0.4 * len(pairs),
            below=below >= 0.4 * len(alone),
        )

    def _body(self, place: int) -> list[Line]:
        end = self.marks[place + 1].line if place + 1 < len(self.marks) else len(self.lines)
        return [
            line
            for line in self.lines[self.marks[place].line + 1 : end]
            if line.kind in ("text", "heading")
        ]

    def _title_before(self, line: int) -> bool:
        before = next(
            (
                other
                for other in reversed(self.lines[max(0, line - 3) : line])
                if other.kind not in ("noise", "note")
            ),
            None,
        )
        return (
            before is not None
            and article_parts.title_like(before)
            and len(before.text) < article_parts.SHORT
            and not is_container(before.text)
        )

    def _heading_before(
        self, body: list[Line], tail: list[Line], style: Style
    ) -> tuple[list[Line], list[Line], list[Line]]:
        """Where headings stand before the number, the last title line is not the chapter's but the
        article's.
        """
        if not style.before:
            return body, tail, []
        source = tail or body
        kept = [line for line in source if line.kind not in ("note", "noise")]
        title: list[Line] = []
        while kept and len(title) < 3 and not is_container(kept[-1].text):
            if title and not (
                title[0].text[:1].islower()
                or (kept[-1].level == 7 == title[0].level and not kept[-1].text.isupper())
            ):
                break
            title.insert(0, kept.pop())
        if not title or not article_parts.title_like(title[0]):
            return body, tail, []
        rest = [line for line in source if not any(line is one for one in title)]
        return (body, rest, title) if tail else (rest, tail, title)

    def _provision(
        self, mark: Candidate, body: list[Line], before: list[Line], style: Style, last: bool
    ) -> list[Line]:
        """Add one provision; the lines returned are the heading of the next one."""
        line = self.lines[mark.line]
        signature: list[Line] = []
        if last:
            body, signature = article_parts.cut_signature(body)
        noise = [other for other in body if other.kind == "noise"]
        signed = [other for other in body if other.kind == "signature"]
        body, tail = article_parts.cut_tail(
            [other for other in body if other.kind not in ("noise", "signature")]
        )
        body, tail, following = self._heading_before(body, tail, style if not last else Style())
        if body and (cut := article_parts.cut_inline_chapter(body[-1].text))[1]:
            body, tail = [*body[:-1], replace(body[-1], text=cut[0])], [Line(cut[1]), *tail]
        notes = tuple(other.text for other in body if other.kind == "note")
        body = [
            other if other.kind != "provision" else Line(f"{other.number} {other.heading}".strip())
            for other in body
        ]
        self._add(
            mark, line, [other for other in body if other.kind != "note"], before, notes, style
        )
        self.result.put("chapter", tail)
        self.result.put("noise", noise)
        self.result.put("signature", signed + signature)
        if (size := sum(len(line.text) for line in signature)) > LONG_SIGNATURE:
            self.result.warnings.append(f"{size} characters follow the signatures")
        self.parents.add(tail)
        return following

    def _add(
        self,
        mark: Candidate,
        line: Line,
        body: list[Line],
        before: list[Line],
        notes: tuple[str, ...],
        style: Style,
    ) -> None:
        title = " ".join(one.text for one in before)
        if self.family == "given":
            printed, texts, heading = line.number, _texts(body), line.heading
            if _same_mark(heading, mark):
                printed, heading = f"{printed} {heading}", ""
            heading, texts = (
                (heading, texts) if heading else article_parts.take_heading("", body, False, style)
            )
        else:
            stop = article_parts.SEPARATOR.match(line.text, mark.end)
            end = stop.end() if stop else mark.end
            printed = line.text[:end]
            heading, texts = article_parts.take_heading(
                line.text[end:], body, line.kind == "heading", Style() if before else style
            )
            if before and heading:
                heading, texts = "", [heading, *texts]
            bare = heading.rstrip(" .:–—-")
            printed, heading = (
                f"{printed} {heading[len(bare) :]}".strip(),
                bare,
            )  # the stop after a heading is no part of it
        heading = " ".join(filter(None, (title, heading)))
        text, parent = article_parts.join(texts), str(self.parents)
        self.found.append(
            Provision(
                0,
                mark.number.stored,
                self._label(mark),
                heading,
                text,
                parent,
                printed,
                notes,
                self._quoted(mark),
            )
        )

    def _quoted(self, mark: Candidate) -> tuple[tuple[str, str], ...]:
        """Number and text of the articles of other laws that this one quotes; the text is part of
        its own too.
        """
        own = {other.line for other in self.marks}
        end = min((line for line in own if line > mark.line), default=len(self.lines))
        hits = [hit for hit in self.rest if mark.line < hit.line < end and hit.line not in own]
        if self.family != "given":
            hits = [hit for hit in hits if hit.quoted or hit.word.isupper() != mark.word.isupper()]
        ends = [*(hit.line for hit in hits[1:]), end]
        return tuple(
            (hit.number.stored, self._quoted_text(hit, stop))
            for hit, stop in zip(hits, ends, strict=False)
        )

    def _quoted_text(self, hit: Candidate, end: int) -> str:
        first, *more = [
            line for line in self.lines[hit.line : end] if line.kind not in ("noise", "note")
        ]
        heading = "" if _same_mark(first.heading, hit) else first.heading
        stop = article_parts.SEPARATOR.match(first.text, hit.end)
        return article_parts.join(
            [heading, first.text[stop.end() if stop else hit.end :], *_texts(more)]
        )

    def _label(self, mark: Candidate) -> str:
        number = mark.number.stored
        if self.title and not patterns.FINAL_PROVISIONS.match(self.title):
            short = re.split(r"\s*[-–—:.(\[]", self.title)[0]
            return f"{short}, {'art.' if self.family == 'article' else 'para.'} {number}"
        if self.title:
            return f"{self.title.capitalize()}, {number}"
        words = mark.word if mark.word != "§" else ""
        if mark.word == "§":
            return f"§ {number}"
        section = self.family in ("bare", "plain", "section") or (
            self.family == "given" and self.result.language == "en" and not words
        )
        return f"s. {number}" if section else f"art. {number}"

    def _drop_second_runs(self) -> None:
        """Of a table of contents and the law only the law is kept, of two languages only the first
        (or the one asked for).
        """
        found = best_chain.cut_into_runs(self.marks)
        out: list[list[Candidate]] = []
        for one, other in pairwise(found):
            numbers = {hit.number.key for hit in one}
            shared = len(numbers & {hit.number.key for hit in other}) / len(numbers)
            if shared < 0.6 or len(one) < 3:
                continue
            if _letters(one[0].word) != _letters(other[0].word) and self._language(
                one
            ) != self._language(other):
                out.append(other)
                if self.guessed:
                    self.result.language = self._language(one) or self.result.language
                self.result.warnings.append(
                    f"a second language ({other[0].word} {other[0].number.stored} to {other[-1].number.stored}) is set apart"
                )
                after = next(
                    (run[0].line for run in found if run[0].line > other[-1].line), len(self.lines)
                )
                self._move("translation", other, after)
            elif self._is_contents(one, other):
                out.append(one)
                self._move("contents", one, other[0].line)
        gone = {hit.line for run in out for hit in run}
        self.marks = [mark for mark in self.marks if mark.line not in gone]

    def _language(self, run: list[Candidate]) -> str:
        return guess("\n".join(line.text for line in self.lines[run[0].line : run[-1].line]))

    def _is_contents(self, one: list[Candidate], other: list[Candidate]) -> bool:
        """Marks with at most a line or two between them, where the law itself has more."""
        short, long = (
            article_marks.median_length(one, self.lines),
            article_marks.median_length(other, self.lines),
        )
        return short < article_marks.CONTENTS and short < 0.75 * long

    def _move(self, place: str, run: list[Candidate], end: int) -> None:
        """Lines of a run of no use go to `place` and leave the segment as empty noise, so that line
        numbers stay.
        """
        start = run[0].line
        stop = run[-1].line + 1 if place == "contents" else end
        self.result.put(place, self.lines[start:stop])
        self.lines[start:stop] = [Line("", "noise")] * (stop - start)

    def _warn(self) -> None:
        where = f" in {self.title}" if self.title else ""
        found = best_chain.cut_into_runs(self.marks)
        for run in found:
            first = run[0].number.key
            if len(run) >= 3 and 1 < min(hit.number.key[1] for hit in run) <= 10 and first[0] == 0:
                self.result.warnings.append(f"begins with number {run[0].number.stored}{where}")
            if missing := best_chain.missing_numbers(
                sorted(run, key=lambda hit: hit.number.key) if self.family != "given" else run
            ):
                self.result.warnings.append(f"numbers missing{where}: {', '.join(missing[:30])}")
        if len(found) > 1 and self.family != "given":
            self.result.warnings.append(f"numbering starts again {len(found) - 1} times{where}")


def _texts(body: list[Line]) -> list[str]:
    return [line.text for line in body]


def _letters(word: str) -> str:
    return "".join(sign for sign in word.lower() if sign.isalpha())


def _same_mark(heading: str, mark: Candidate) -> bool:
    """`Article 5` as the heading of article 5 says nothing."""
    number = number_of_label(heading) if heading else None
    return number is not None and number.key == mark.number.key and len(heading) < 40
