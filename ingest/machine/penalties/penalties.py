"""Penalties out of the words of an article: imprisonment, fines, life, death, what is heavier, and
where it says so.

    penalties(text, "fr", country="CMR", on="2005-12-29")      -> [Penalty(kind="both", min_months=60.0, max_months=120.0, ...)]

How: fold the text (ingest/folding.py), find the words that count (ingest/penal/<language>.yml),
join numbers to units (quantities.py), keep those that measure a penalty (components.py), and group
what stands together into tiers. Patterns and words are data. One figure alone: `puni de sept ans
d'emprisonnement` and `liable to ten years` are a most, `un emprisonnement de sept ans` and `shall
be sentenced to ten years` are fixed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.folding import Offsets, for_patterns
from ingest.law.guess_language import guess
from ingest.machine.penalties import money
from ingest.machine.penalties.components import Component, Parts, parts
from ingest.machine.penalties.lexicon import Lexicon, Token, lexicon

KINDS = ("imprisonment", "fine", "either", "both", "life", "death", "other")
FOOTNOTE = re.compile(
    r"(?<![\w.,])\d{1,2} ?\[(?=\w)"
)  # the marks of amended words in printed acts: 3[on conviction]
GAP = 170  # characters between two parts of one penalty
OR = {
    "en": re.compile(r"\bor\b"),
    "fr": re.compile(r"\bou\b|et/ou"),
    "es": re.compile(r"\bo\b|\bu\b|y/o"),
    "pt": re.compile(r"\bou\b|e/ou"),
    "ar": re.compile(r"(?<!\w)" + for_patterns("أو") + r"(?!\w)"),
}
AMENDED = re.compile(
    r"[(\[][^()\[\]]{0,160}(?:redac\w+|substituted|amended|modifi\w+|sustitui\w+|reforma\w+|عدل\w*)[^()\[\]]{0,160}[)\]]"
)
LABEL = re.compile(r"[\s.;:\"'()\[\]-]*(?:penas?|penalty|peine|عقوبه)?[\s.;:\"'()\[\]-]*")
ARTICLE = re.compile(
    r"(?:\bart(?:icle|iculo|igo)?s?\.?|\bsections?|\bs\.|(?<!\w)(?:ل?مده|لفصل))\s*\(?(\d+[\w-]*)"
)
TRAFFICKING = re.compile(r"same penalt\w+ as if [^.;]{0,60}convicted of the offence of trafficking")
ABOVE = re.compile(
    r"amendes? ci-dessus prevues?|fines? (?:provided|prescribed|set out) above|multas? (?:antes|arriba|acima) (?:previstas?|senaladas?)"
)
FACTORS = re.compile(r"tripl|trebl|trip")


@dataclass(frozen=True)
class Penalty:
    """One tier. start and end: the words that say it, in the text given. units: what fines are
    counted in where it is no money. refers_to: the article whose penalty this one borrows.
    """

    kind: str
    min_months: float | None = None
    max_months: float | None = None
    life: bool = False
    fine_min: float | None = None
    fine_max: float | None = None
    currency: str | None = None
    units: str | None = None
    aggravated: bool = False
    start: int = 0
    end: int = 0
    refers_to: str | None = None


def penalties(
    text: str, language: str, country: str | None = None, on: str | None = None
) -> list[Penalty]:
    """Every tier of an article, the basic one first; empty where the language is not one of five or
    nothing is punished.
    """
    folded = FOOTNOTE.sub(lambda mark: " " * len(mark[0]), for_patterns(text))
    words = lexicon(language or guess(text))
    if words is None or not words.gate.search(folded):
        return []
    places = Offsets(text)
    held = parts(folded, words, places)
    groups = [group for group in _groups(held, folded, words) if _imposed(group, held)]
    place = Context(held, folded, words, country.upper() if country else None, on)
    tiers = [place.tier(groups, number) for number in range(len(groups))]
    tiers += place.multiplied(tiers)
    tiers = tiers or place.other()
    shown = []
    for tier in sorted(tiers, key=lambda one: (one.aggravated, one.start)):
        start, end = places.span(tier.start, tier.end)
        shown.append(replace(tier, start=start, end=end))
    return shown


def of_law(
    provisions: Sequence[tuple[str, str]],
    language: str,
    country: str | None = None,
    on: str | None = None,
) -> list[list[Penalty]]:
    """The penalties of each (number, text) of a law; `the same penalty as in article 20` is filled
    in from article 20.
    """
    found = [penalties(text, language, country, on) for _, text in provisions]
    basic = {
        number.lower(): tiers[0]
        for (number, _), tiers in zip(provisions, found, strict=True)
        if tiers and tiers[0].kind != "other"
    }
    first = next(iter(basic.values()), None)
    earlier: list[Penalty] = []
    for place, ((_, text), tiers) in enumerate(zip(provisions, found, strict=True)):
        if [tier.kind for tier in tiers] == ["other"]:
            named, words = basic.get((tiers[0].refers_to or "").lower()), for_patterns(text)
            if named is None and TRAFFICKING.search(words):
                named = first
            fines = [tier for tier in earlier if tier.fine_max] if ABOVE.search(words) else []
            if named:
                found[place] = [
                    replace(
                        named,
                        aggravated=tiers[0].aggravated,
                        start=tiers[0].start,
                        end=tiers[0].end,
                        refers_to=tiers[0].refers_to,
                    )
                ]
            elif fines:
                found[place] = [_spanning(fines, tiers[0])]
        earlier += tiers
    return found


def _spanning(fines: list[Penalty], at: Penalty) -> Penalty:
    """`The fines provided above`: from the lowest to the highest of them."""
    lowest = min((tier.fine_min for tier in fines if tier.fine_min), default=None)
    highest = max(tier.fine_max for tier in fines if tier.fine_max)
    return replace(
        at,
        kind="fine",
        fine_min=lowest,
        fine_max=highest,
        currency=fines[0].currency,
        units=fines[0].units,
    )


def _groups(held: Parts, folded: str, words: Lexicon) -> list[list[Component]]:
    """Parts that stand together; a second part of the same kind begins a new tier. Of two wordings
    of one, the later stays.
    """
    groups: list[list[Component]] = []
    for part in held.components:
        last = groups[-1] if groups else []
        if last and _belongs(part, last, held, folded, words):
            last.append(part)
        else:
            groups.append([part])
    kept: list[list[Component]] = []
    for group in groups:
        if kept and _rewritten(kept[-1], group, folded):
            kept.pop()
        kept.append(group)
    return kept


def _imposed(group: list[Component], held: Parts) -> bool:
    """A sum alone is a penalty only where its sentence punishes somebody."""
    if {part.kind for part in group} != {"fine"}:
        return True
    sentence = held.sentence(group[0].start)
    near = held.between(group[0].start - 1500, group[0].end + 400)
    return any(
        token.text.endswith("fined")
        or (token.kind == "penal" and held.sentence(token.start) == sentence)
        for token in near
    )


def _belongs(
    part: Component, group: list[Component], held: Parts, folded: str, words: Lexicon
) -> bool:
    last = group[-1]
    kinds = {one.kind for one in group}
    gap = folded[last.end : part.start]
    if held.sentence(last.end - 1) != held.sentence(part.start) or len(gap) > GAP:
        return False
    if (
        part.kind == "term" and {"term", "life"} <= kinds
    ):  # not less than seven years, which may be for life or up to ten years
        return (
            len(gap) < 60
            and _least_only(group)
            and part.quantity is not None
            and part.quantity.low is None
        )
    if part.kind in kinds:
        return False
    if part.kind in ("term", "life") and {part.kind, *kinds} >= {"life", "term"}:
        return len(gap) < 60 and (
            bool(OR[words.language].search(gap)) or _least_only([*group, part])
        )
    return True


def _least_only(group: list[Component]) -> bool:
    """Whether the one term among these parts has no most of its own."""
    return all(
        part.quantity is not None and part.quantity.high is None
        for part in group
        if part.kind == "term"
    )


def _rewritten(first: list[Component], second: list[Component], folded: str) -> bool:
    """Old and new wording printed one after the other: only a note of amendment and a label between
    them.
    """
    gap = folded[first[-1].end : second[0].start]
    return (
        len(gap) < 400
        and bool(AMENDED.search(gap))
        and bool(LABEL.fullmatch(AMENDED.sub(" ", gap)))
    )


@dataclass(frozen=True)
class Context:
    """One article being read."""

    held: Parts
    folded: str
    words: Lexicon
    country: str | None
    on: str | None

    def tier(self, groups: list[list[Component]], number: int) -> Penalty:
        """The penalty that a group of parts makes."""
        group = groups[number]
        kinds = {part.kind for part in group}
        terms = [part for part in group if part.kind == "term"]
        term = terms[0] if terms else None
        fine = next((part for part in group if part.kind == "fine"), None)
        least = term is not None and term.quantity is not None and term.quantity.high is None
        low, high = self._figures(term, False)
        high = terms[1].quantity.high if len(terms) > 1 and terms[1].quantity else high
        fine_low, fine_high = self._figures(fine, least)
        unit = fine.quantity.unit if fine and fine.quantity else ""
        code, counted = money.meaning(unit, self.country) if unit else (None, None)
        start, end = group[0].start, group[-1].end
        return Penalty(
            self._kind(kinds, group),
            _round(low),
            _round(high),
            "life" in kinds,
            fine_low,
            fine_high,
            money.at(code, self.on, fine_high or fine_low or 0.0),
            counted,
            self._aggravated(groups, number),
            start,
            end,
        )

    def _figures(self, part: Component | None, least: bool) -> tuple[float | None, float | None]:
        """Lowest and highest; a lone figure is the highest or both, as the law's manner of speaking
        has it.
        """
        if part is None or part.quantity is None:
            return None, None
        one = part.quantity
        if not one.bare:
            return one.low or None, one.high
        begin, _ = self.held.bounds(part.start, len(self.folded))
        liable = self.words.maximum.search(self.folded, max(begin, part.start - 1500), part.start)
        most = (part.after and self.words.maximum_after) or (not least and liable is not None)
        return (None if most else one.low), one.high

    def _kind(self, kinds: set[str], group: list[Component]) -> str:
        jail = kinds & {"term", "life", "death"}
        if "fine" not in kinds:
            return "death" if "death" in kinds else "imprisonment" if "term" in kinds else "life"
        if not jail:
            return "fine"
        if self._alternative(group):
            return "either"
        return "both" if "term" in kinds else "death" if "death" in kinds else "life"

    def _alternative(self, group: list[Component]) -> bool:
        _, finish = self.held.bounds(group[-1].end - 1, len(self.folded))
        both = any(
            token.kind == "both" and group[0].start < token.start <= min(finish, group[-1].end + 60)
            for token in self._near(group[-1].end)
        )
        either = OR[self.words.language]
        fine = next(part for part in group if part.kind == "fine")
        other = next(
            (part for part in reversed(group) if part.kind != "fine" and part.start < fine.start),
            next(part for part in group if part.kind != "fine"),
        )
        first, second = sorted((fine, other), key=lambda part: part.start)
        return both or bool(either.search(self.folded, first.end, second.start))

    def _near(self, place: int) -> list[Token]:
        return self.held.between(place - 400, place + 80)

    def _aggravated(self, groups: list[list[Component]], number: int) -> bool:
        """Heavier where the words around say so: in its own sentence, between the tier before and
        the tier after.
        """
        group = groups[number]
        begin, finish = self.held.bounds(group[0].start, len(self.folded))
        finish = min(self.held.bounds(group[-1].end - 1, len(self.folded))[1], group[-1].end + 220)
        if number and groups[number - 1][-1].end > begin:
            begin = groups[number - 1][-1].end
        if number + 1 < len(groups) and groups[number + 1][0].start < finish:
            finish = group[-1].end
        sentence = self.folded[max(begin, group[0].start - 1500) : finish]
        if self.words.aggravated.search(sentence) or (
            number == 0 and self.words.heading.search(self.folded, 0, 160)
        ):
            return True
        return number > 0 and bool(self.words.condition.search(sentence))

    def multiplied(self, tiers: list[Penalty]) -> list[Penalty]:
        """`The penalties are doubled where ...`: the basic tier again, twice as heavy."""
        out = []
        base = tiers[0] if tiers else None
        for token in self.held.tokens:
            if token.kind != "double":
                continue
            factor = 3.0 if FACTORS.search(token.text) else 2.0
            if base is None:
                out.append(Penalty("other", aggravated=True, start=token.start, end=token.end))
                continue
            times = {
                name: value * factor
                for name in ("min_months", "max_months", "fine_min", "fine_max")
                if (value := getattr(base, name)) is not None
            }
            out.append(replace(base, **times, aggravated=True, start=token.start, end=token.end))
        return out

    def other(self) -> list[Penalty]:
        """No figures, but the penalty of another offence, or a power of the court."""
        same = (token for token in self.held.tokens if token.kind == "same")
        token = next(
            (
                one
                for one in same
                if not self.words.excluded.search(self.folded, max(0, one.start - 60), one.end)
            ),
            None,
        )
        if token is None:
            return []
        begin, finish = self.held.bounds(token.start, len(self.folded))
        named = ARTICLE.search(self.folded, token.start, min(finish, token.end + 60))
        heavier = bool(self.words.aggravated.search(self.folded[begin:finish]))
        return [
            Penalty(
                "other",
                aggravated=heavier,
                start=token.start,
                end=token.end,
                refers_to=named[1] if named else None,
            )
        ]


def _round(months: float | None) -> float | None:
    return None if months is None else round(months, 2)
