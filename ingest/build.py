"""From lines and the chain of article marks to provisions."""

import re
from dataclasses import replace
from itertools import pairwise

from ingest import bodies, candidates, chain, marks
from ingest.bodies import Parents, Style
from ingest.chain import Candidate
from ingest.language import guess
from ingest.lines import Line
from ingest.pieces import Provision, Split

CONTENTS_LINE = 110
LONG_SIGNATURE = 2000


def build(lines: list[Line], result: Split, guessed: bool = True) -> None:
    """Fill `result` from the prepared lines of a document; a language only guessed may be corrected on the way."""
    for title, part in segments(lines):
        if marks.NOT_LAW.match(title):
            result.put("note", part)
        else:
            _Segment(part, title, result, guessed).run()
    if not any(one.number for one in result.provisions):
        _by_headings(lines, result)
    result.provisions[:] = [replace(one, ordinal=place) for place, one in enumerate(result.provisions, 1)]


def segments(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """The law and its schedules, each with its title line first; contents lists name schedules too, so one needs text below it."""
    cuts, final = [0], False
    for place, line in enumerate(lines):
        if place and _starts_schedule(lines, place):
            cuts.append(place)
            final = bool(marks.FINAL_PROVISIONS.match(line.text))
        elif final and marks.ARTICLE.match(line.text) and (number := candidates.parse(line.text)) and number.key == (0, 1):
            cuts.append(place)  # the regulation that a decree approves stands after the decree's last provisions
            final = False
    ends = [*cuts[1:], len(lines)]
    parts = [lines[start:end] for start, end in zip(cuts, ends, strict=True) if end > start]
    return [("" if place == 0 or marks.ARTICLE.match(part[0].text) else part[0].text, part) for place, part in enumerate(parts)]


def _starts_schedule(lines: list[Line], place: int) -> bool:
    line = lines[place]
    if line.kind not in ("text", "heading") or line.inside or len(line.text) > 160:
        return False
    if not marks.SCHEDULE.fullmatch(line.text) and not marks.NOT_LAW.fullmatch(line.text):
        return False
    below = [other for other in lines[place + 1 : place + 12] if other.kind in ("text", "heading", "provision")]
    if marks.FINAL_PROVISIONS.match(line.text) and not any(candidates.is_ordinal(other.text) for other in below[:4]):
        return False  # a chapter of that name
    return len(below) >= 2 and (line.level > 0 or (line.text.isupper() or len(line.text) < 60) and not _in_sentence(lines, place))


def _in_sentence(lines: list[Line], place: int) -> bool:
    """`in the` / `Schedule` / `to this Act`: a word that mark-up put on a line of its own."""
    before, after = lines[place - 1], lines[place + 1] if place + 1 < len(lines) else None
    broken = before.kind == "text" and ((before.text[-1:].isalnum() and before.text.split()[-1][:1].islower()) or before.text.endswith(","))
    return broken or (after is not None and bool(re.match(r"[a-z,;.)]", after.text)))


class _Segment:
    """One run of articles: the body of the law, or one schedule."""

    def __init__(self, lines: list[Line], title: str, result: Split, guessed: bool) -> None:
        self.lines, self.title, self.result, self.guessed = lines, title, result, guessed
        self.main = not title
        final = bool(marks.FINAL_PROVISIONS.match(title))
        self.family, self.marks, self.rest = candidates.find(lines, result.language, ordinals=final)
        self.parents = Parents()
        self.found: list[Provision] = []
        if title:
            self.parents.add([Line(title)])

    def run(self) -> None:
        """Place every line of this segment."""
        if not self.main and (len(self.marks) < 2 and not marks.FINAL_PROVISIONS.match(self.title)):
            self._whole()
            return
        self._drop_second_runs()
        if not self.marks:
            self.result.put("front", self.lines)
            return
        style = self._style()
        first = self.marks[0].line
        body, tail = bodies.cut_tail([line for line in self.lines[:first]])
        body, tail, before = self._heading_before(body, tail, style)
        self.result.put("front" if self.main else "chapter", body)
        self.result.put("chapter", tail)
        self.parents.add(tail)
        self._warn()
        for place, mark in enumerate(self.marks):
            end = self.marks[place + 1].line if place + 1 < len(self.marks) else len(self.lines)
            before = self._provision(mark, self.lines[mark.line + 1 : end], before, style, place + 1 == len(self.marks))
        self.result.provisions += _order(self.found, self.marks, self.result, self.family == "given")

    def _whole(self) -> None:
        """A schedule without numbered articles is one provision without a number."""
        notes = [line for line in self.lines if line.kind in ("note", "noise", "signature")]
        body = [line for line in self.lines[1:] if line not in notes]
        body, signature = bodies.cut_signature(body)
        self.result.put("chapter", notes)
        self.result.put("signature", signature)
        parts = [part for line in body for part in (line.number, line.heading, line.text)]
        self.result.provisions.append(Provision(0, "", self.title, "", bodies.join(parts), "", self.title))

    def _style(self) -> Style:
        """Where this law puts its headings, by what most of its articles show."""
        if self.family in ("given", ""):
            return Style()
        rests = [self.lines[mark.line].text[mark.end :].lstrip(" .:–—-º°") for mark in self.marks]
        sentences = sum(bool(bodies.SENTENCE_HEADING.match(rest)) and len(rest) > 20 for rest in rests)
        worded = [rest for rest in rests if rest]
        before = sum(self._title_before(mark.line) and (rest.startswith("(") or len(rest) > 45) for mark, rest in zip(self.marks, rests, strict=True))
        bodies_ = [self._body(place) for place in range(len(self.marks))]
        pairs = [(rest, body) for rest, body in zip(rests, bodies_, strict=True) if rest]
        beside = sum(bool(bodies.heading_beside(rest, body, False)[0]) for rest, body in pairs)
        alone = [body for rest, body in zip(rests, bodies_, strict=True) if not rest]
        below = sum(bodies.title_below(body) for body in alone)
        return Style(
            before=before >= 0.5 * len(self.marks) and before >= 2,
            sentence=len(worded) >= 2 and sentences >= 0.6 * len(worded),
            beside=beside >= 0.4 * len(pairs),
            below=below >= 0.4 * len(alone),
        )

    def _body(self, place: int) -> list[Line]:
        end = self.marks[place + 1].line if place + 1 < len(self.marks) else len(self.lines)
        return [line for line in self.lines[self.marks[place].line + 1 : end] if line.kind in ("text", "heading")]

    def _title_before(self, line: int) -> bool:
        before = next((other for other in reversed(self.lines[max(0, line - 3) : line]) if other.kind not in ("noise", "note")), None)
        return before is not None and bodies.title_like(before) and len(before.text) < bodies.SHORT and not candidates.is_container(before.text)

    def _heading_before(self, body: list[Line], tail: list[Line], style: Style) -> tuple[list[Line], list[Line], list[Line]]:
        """Where headings stand before the number, the last title line is not the chapter's but the article's."""
        if not style.before:
            return body, tail, []
        source = tail or body
        kept = [line for line in source if line.kind not in ("note", "noise")]
        title: list[Line] = []
        while kept and len(title) < 3 and not candidates.is_container(kept[-1].text):
            if title and not (title[0].text[:1].islower() or kept[-1].level == 7 == title[0].level and not kept[-1].text.isupper()):
                break
            title.insert(0, kept.pop())
        if not title or not bodies.title_like(title[0]):
            return body, tail, []
        rest = [line for line in source if not any(line is one for one in title)]
        return (body, rest, title) if tail else (rest, tail, title)

    def _provision(self, mark: Candidate, body: list[Line], before: list[Line], style: Style, last: bool) -> list[Line]:
        """Add one provision; the lines returned are the heading of the next one."""
        line = self.lines[mark.line]
        signature: list[Line] = []
        if last:
            body, signature = bodies.cut_signature(body)
        noise = [other for other in body if other.kind == "noise"]
        signed = [other for other in body if other.kind == "signature"]
        body, tail = bodies.cut_tail([other for other in body if other.kind not in ("noise", "signature")])
        body, tail, following = self._heading_before(body, tail, style if not last else Style())
        if body and (cut := bodies.cut_inline_chapter(body[-1].text))[1]:
            body, tail = [*body[:-1], replace(body[-1], text=cut[0])], [Line(cut[1]), *tail]
        notes = tuple(other.text for other in body if other.kind == "note")
        body = [other if other.kind != "provision" else Line(f"{other.number} {other.heading}".strip()) for other in body]
        self._add(mark, line, [other for other in body if other.kind != "note"], before, notes, style)
        self.result.put("chapter", tail)
        self.result.put("noise", noise)
        self.result.put("signature", signed + signature)
        if (size := sum(len(line.text) for line in signature)) > LONG_SIGNATURE:
            self.result.warnings.append(f"{size} characters follow the signatures")
        self.parents.add(tail)
        return following

    def _add(self, mark: Candidate, line: Line, body: list[Line], before: list[Line], notes: tuple[str, ...], style: Style) -> None:
        title = " ".join(one.text for one in before)
        if self.family == "given":
            printed, texts, heading = line.number, _texts(body), line.heading
            if _same_mark(heading, mark):
                printed, heading = f"{printed} {heading}", ""
            heading, texts = (heading, texts) if heading else bodies.take_heading("", body, False, style)
        else:
            stop = bodies.SEPARATOR.match(line.text, mark.end)
            end = stop.end() if stop else mark.end
            printed = line.text[:end]
            heading, texts = bodies.take_heading(line.text[end:], body, line.kind == "heading", Style() if before else style)
            if before and heading:
                heading, texts = "", [heading, *texts]
            bare = heading.rstrip(" .:–—-")
            printed, heading = f"{printed} {heading[len(bare) :]}".strip(), bare  # the stop after a heading is no part of it
        quoted = tuple(hit.number.normal for hit in self.rest if mark.line < hit.line and hit.quoted and self._host(hit) is mark)
        one = Provision(0, mark.number.normal, self._label(mark), " ".join(filter(None, (title, heading))), bodies.join(texts), str(self.parents),
                        printed, notes, quoted)  # fmt: skip
        self.found.append(one)

    def _host(self, hit: Candidate) -> Candidate | None:
        return next((mark for mark in reversed(self.marks) if mark.line <= hit.line), None)

    def _label(self, mark: Candidate) -> str:
        number = mark.number.normal
        if self.title and not marks.FINAL_PROVISIONS.match(self.title):
            short = re.split(r"\s*[-–—:.(\[]", self.title)[0]
            return f"{short}, {'art.' if self.family == 'article' else 'para.'} {number}"
        if self.title:
            return f"{self.title.capitalize()}, {number}"
        words = mark.word if mark.word != "§" else ""
        if mark.word == "§":
            return f"§ {number}"
        section = self.family in ("bare", "section") or (self.family == "given" and self.result.language == "en" and not words)
        return f"s. {number}" if section else f"art. {number}"

    def _drop_second_runs(self) -> None:
        """Of a table of contents and the law only the law is kept, of two languages only the first (or the one asked for)."""
        found = chain.runs(self.marks)
        out: list[list[Candidate]] = []
        for one, other in pairwise(found):
            numbers = {hit.number.key for hit in one}
            shared = len(numbers & {hit.number.key for hit in other}) / len(numbers)
            if shared < 0.6 or len(one) < 3:
                continue
            if _letters(one[0].word) != _letters(other[0].word):
                out.append(other)
                if self.guessed:
                    self.result.language = self._language(one) or self.result.language
                self.result.warnings.append(f"a second language ({other[0].word} {other[0].number.normal} to {other[-1].number.normal}) is set apart")
                after = next((run[0].line for run in found if run[0].line > other[-1].line), len(self.lines))
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
        short, long = self._size(one), self._size(other)
        return short < CONTENTS_LINE and short < 0.75 * long

    def _size(self, run: list[Candidate]) -> int:
        """The median length of the articles of a run."""
        sizes = sorted(sum(len(line.text) for line in self.lines[hit.line : stop.line]) for hit, stop in pairwise(run))
        return sizes[len(sizes) // 2] if sizes else 0

    def _move(self, place: str, run: list[Candidate], end: int) -> None:
        """Lines of a run of no use go to `place` and leave the segment as empty noise, so that line numbers stay."""
        start = run[0].line
        stop = run[-1].line + 1 if place == "contents" else end
        self.result.put(place, self.lines[start:stop])
        self.lines[start:stop] = [Line("", "noise")] * (stop - start)

    def _warn(self) -> None:
        where = f" in {self.title}" if self.title else ""
        found = chain.runs(self.marks)
        for run in found:
            first = run[0].number.key
            if len(run) >= 3 and 1 < min(hit.number.key[1] for hit in run) <= 10 and first[0] == 0:
                self.result.warnings.append(f"begins with number {run[0].number.normal}{where}")
            if missing := chain.gaps(sorted(run, key=lambda hit: hit.number.key) if self.family != "given" else run):
                self.result.warnings.append(f"numbers missing{where}: {', '.join(missing[:30])}")
        if len(found) > 1 and self.family != "given":
            self.result.warnings.append(f"numbering starts again {len(found) - 1} times{where}")


def _texts(body: list[Line]) -> list[str]:
    return [line.text for line in body]


def _letters(word: str) -> str:
    return "".join(sign for sign in word.lower() if sign.isalpha())


def _same_mark(heading: str, mark: Candidate) -> bool:
    """`Article 5` as the heading of article 5 says nothing."""
    number = candidates.parse(heading) if heading else None
    return number is not None and number.key == mark.number.key and len(heading) < 40


def _order(found: list[Provision], marks_: list[Candidate], result: Split, given: bool) -> list[Provision]:
    """Misplaced articles in the order of the law, and articles printed twice as one."""
    runs: list[list[tuple[Candidate, Provision]]] = []
    strays = []
    highest: tuple[int, ...] = ()
    for mark, one in zip(marks_, found, strict=True):
        key = mark.number.key
        if not runs or key < highest and (given or key == (0, 1)):
            runs.append([])
            highest = ()
        elif key < highest:
            strays.append(one.number)
        highest = max(highest, key)
        runs[-1].append((mark, one))
    if strays:
        result.warnings.append(f"out of order in the file: {', '.join(strays)}")
    ordered = []
    for run in runs:
        pairs = run if given else sorted(run, key=lambda pair: pair[0].number.key)
        for place, (mark, one) in enumerate(pairs):
            if one.number in strays and place:
                pairs[place] = (mark, replace(one, parent=pairs[place - 1][1].parent))
        ordered += _merge([one for _, one in pairs], result)
    return ordered


def _merge(found: list[Provision], result: Split) -> list[Provision]:
    merged: list[Provision] = []
    twice: dict[str, str] = {}
    for one in found:
        if not merged or merged[-1].number != one.number:
            merged.append(one)
            continue
        first = merged[-1]
        old, new = (first, one) if any(marks.SUPERSEDED.search(note) for note in first.notes) else (one, first)
        replaced = any(marks.SUPERSEDED.search(note) for note in old.notes)
        twice[one.number] = "superseded wording kept as a note" if replaced else "both kept"
        if replaced:
            extra = (old.mark, old.heading, old.text, *old.notes)
            merged[-1] = replace(new, notes=(*new.notes, *filter(None, extra)))
            continue
        same = one.heading == first.heading  # a page that repeats `§ 1594. General provisions` at each of its pieces
        text = "\n".join(filter(None, (first.text, "" if same else one.mark, "" if same else one.heading, one.text)))
        mark = "\n".join(filter(None, (first.mark, one.mark, one.heading))) if same else first.mark
        merged[-1] = replace(first, text=text, mark=mark, notes=first.notes + one.notes)
    for what in sorted(set(twice.values())):
        numbers = [number for number, said in twice.items() if said == what]
        result.warnings.append(f"printed twice, {what}: {', '.join(numbers[:30])}")
    return merged


def _by_headings(lines: list[Line], result: Split) -> None:
    """A text whose numbers are lost: each heading with text below it is a provision without a number, and that is said."""
    heads = [place for place, line in enumerate(lines) if line.kind == "heading" and _has_text(lines, place)]
    result.provisions.clear()
    result.pieces[:] = [piece for piece in result.pieces if piece[0] == "repaired"]
    if len(heads) < 3:
        result.warnings.append("no article found")
        result.put("front", lines)
        return
    result.warnings.append(f"no article numbers found: {len(heads)} headings taken as they stand")
    result.put("front", lines[: heads[0]])
    for head, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        body = lines[head + 1 : end]
        result.put("front", [line for line in body if line.kind in ("noise", "signature")])
        texts = [part for line in body if line.kind not in ("noise", "note", "signature") for part in (line.number, line.heading, line.text)]
        notes = tuple(line.text for line in body if line.kind == "note")
        result.provisions.append(Provision(0, "", lines[head].text, lines[head].text, bodies.join(texts), "", "", notes))


def _has_text(lines: list[Line], place: int) -> bool:
    after = lines[place + 1] if place + 1 < len(lines) else None
    return after is not None and after.kind == "text" and len(after.text) > 30
