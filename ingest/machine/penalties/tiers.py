"""From the parts of penalties to tiers: parts that belong together make one `Penalty`."""

import re
from dataclasses import dataclass

from ingest.machine.penalties.bare import is_fined
from ingest.machine.penalties.components import JOINED_BEFORE, PenaltyText
from ingest.machine.penalties.money import currency_of, currency_on
from ingest.machine.penalties.parts import Component
from ingest.machine.penalties.result import Penalty
from ingest.machine.penalties.vocabulary import pooled

AMENDED = re.compile(rf"[(\[][^()\[\]]{{0,160}}(?:{pooled('amended')})[^()\[\]]{{0,160}}[)\]]")
LABEL = re.compile(rf"[\s.;:\"'()\[\]-]*(?:{pooled('penalty_labels')})?[\s.;:\"'()\[\]-]*")
ARTICLE = re.compile(
    r"(?:\bart(?:icle|iculo|igo)?s?\.?|\bsections?|\bs\.|(?<!\w)(?:ل?مده|لفصل))\s*\(?(\d+[\w-]*)"
)
SEVERAL = re.compile(rf"\s*(?:{pooled('and_another')})\s*\d")
CHANGED = re.compile(pooled("changed"))
LEAD = re.compile(rf"[\W\d]*(?:[a-z][).]\s)?[\W\d]*(?:{pooled('lead')})[\s']*")
SUBSECTION = re.compile(r"[.;]\s+\(?\d{1,2}[.)]\s")
LISTED = re.compile(r"\W*(?:[a-z]|[ivx]{1,4}|\d{1,2})\s?[).:°-]\W*")  # the mark of an item
TRIPLED = re.compile(pooled("tripled"))
# Characters, set by hand on the labelled laws.
LONGEST_ITEM = 120  # a sentence that is a fine and little more
MAX_GAP_OF_TERMS = 60  # between life and a term, `which may be for life or up to ten years`
MAX_REWRITING = 400  # between old and new wording
SENTENCE_LOOKBACK = 1500  # how far back in its sentence a word about a penalty may be
IMPOSED_AHEAD = 400
AGGRAVATED_AHEAD, HEADING = 220, 160
ALTERNATIVE_AHEAD, REFERENCE_AHEAD, EXCLUDED_BEFORE = 160, 60, 60

Group = list[Component]


@dataclass(frozen=True)
class Place:
    """Where and when a law is in force, which decides the money; country: three letters."""

    country: str | None
    day: str | None


def read_tiers(text: PenaltyText, place: Place) -> list[Penalty]:
    """Every tier of one text in the order found, what a lower court may impose (`on summary
    conviction`) behind the others; offsets are into the folded text.
    """
    found = [group for group in group_components(text) if is_imposed(text, group)]
    groups = [
        group
        for group, after in zip(found, [*found[1:], []], strict=False)
        if not only_leads_to_list(text, group, after)
    ]
    lesser = [is_lesser(text, groups, index) for index in range(len(groups))]
    order = sorted(range(len(groups)), key=lambda index: lesser[index])  # keeps the order else
    tiers = [tier_of(text, groups, index, place) for index in order]
    tiers += multiplied_tiers(text, tiers)
    borrowed = borrowed_tiers(text)
    is_first = borrowed and tiers and begins_before(text, borrowed[0], tiers[0])
    return borrowed + tiers if is_first else tiers or borrowed


def begins_before(text: PenaltyText, one: Penalty, other: Penalty) -> bool:
    """Whether a penalty belongs to an earlier subsection than another."""
    return SUBSECTION.search(text.folded, one.end, other.start) is not None


def group_components(text: PenaltyText) -> list[Group]:
    """Parts that stand together; a second part of the same kind begins a new tier. Of two wordings
    of one, the later stays.
    """
    groups: list[Group] = []
    for part in text.components:
        if groups and belongs_to(text, part, groups[-1]):
            groups[-1].append(part)
        else:
            groups.append([part])
    kept: list[Group] = []
    for group in groups:
        if kept and is_rewritten(text, kept[-1], group):
            kept.pop()
        kept.append(group)
    return kept


def belongs_to(text: PenaltyText, part: Component, group: Group) -> bool:
    """Whether a part is of the same penalty as those before it."""
    last, kinds = group[-1], {one.kind for one in group}
    gap = text.folded[last.end : part.start]
    if text.are_apart(last, part):
        return False
    if part.kind == "term" and {"term", "life"} <= kinds:
        # not less than seven years, which may be for life or up to ten years
        is_most = part.quantity is not None and part.quantity.low is None
        return len(gap) < MAX_GAP_OF_TERMS and has_least_only(group) and is_most
    if part.kind in kinds or text.vocabulary.aggravated.search(gap):
        return False
    if part.kind in ("term", "life") and {part.kind, *kinds} >= {"life", "term"}:
        apart = text.vocabulary.either.search(gap) or has_least_only([*group, part])
        return len(gap) < MAX_GAP_OF_TERMS and bool(apart)
    return True


def has_least_only(group: Group) -> bool:
    """Whether the one term among these parts has no most of its own."""
    return all(
        part.quantity is not None and part.quantity.high is None
        for part in group
        if part.kind == "term"
    )


def is_rewritten(text: PenaltyText, first: Group, second: Group) -> bool:
    """Old and new wording printed one after the other: only a note of amendment and a label between
    them.
    """
    gap = text.folded[first[-1].end : second[0].start]
    if len(gap) >= MAX_REWRITING or not AMENDED.search(gap):
        return False
    return bool(LABEL.fullmatch(AMENDED.sub(" ", gap)))


def is_imposed(text: PenaltyText, group: Group) -> bool:
    """A sum alone is a penalty only where its sentence punishes somebody, begins with it (`with a
    fine of ten units`), or is an item of a list and little more (`II - multa de R$ 100,00`).
    """
    if {part.kind for part in group} != {"fine"}:
        return True
    start, quantity = group[0].start, group[0].quantity
    if quantity and text.is_listed_fine(quantity):
        return True
    near = text.tokens_between(start - SENTENCE_LOOKBACK, group[0].end + IMPOSED_AHEAD)
    said = any(
        is_fined(text.folded, text.sentences, token)
        or (token.kind in ("penal", "imposes", "same") and text.sentences.same(token.start, start))
        for token in near
    )
    begin, finish = text.sentences.bounds(start)
    lead = LEAD.match(text.folded, begin, group[0].end)
    item = LISTED.fullmatch(text.folded, begin, start)
    is_listed = bool(item) and finish - start <= LONGEST_ITEM
    return said or is_listed or (lead is not None and lead.end() in (start, start + 1))


def only_leads_to_list(text: PenaltyText, group: Group, after: Group) -> bool:
    """Whether a fine without a sum is that of the list behind it: `liable to a fine: 1. Of ...`."""
    bare = [part.kind for part in group if part.quantity is None] == ["fine"] and len(group) == 1
    quantity = after[0].quantity if after else None
    return bare and quantity is not None and text.is_listed_fine(quantity)


def tier_of(text: PenaltyText, groups: list[Group], index: int, place: Place) -> Penalty:
    """The penalty that a group of parts makes."""
    group = groups[index]
    terms = [part for part in group if part.kind == "term"]
    low, high = low_and_high(text, terms[0] if terms else None, False)
    if len(terms) > 1 and terms[1].quantity:
        high = terms[1].quantity.high
    fine = next((part for part in group if part.kind == "fine"), None)
    is_least = bool(terms) and has_least_only(terms[:1])
    fine_low, fine_high = low_and_high(text, fine, is_least)
    unit = fine.quantity.unit if fine and fine.quantity else ""
    currency, counted = currency_of(unit, place.country) if unit else (None, None)
    return Penalty(
        kind=kind_of(text, group),
        min_months=_rounded(low),
        max_months=_rounded(high),
        life=any(part.kind == "life" for part in group),
        fine_min=fine_low,
        fine_max=fine_high,
        currency=currency_on(currency, place.day, fine_high or fine_low or 0.0),
        units=counted,
        aggravated=is_aggravated(text, groups, index),
        start=group[0].start,
        end=group[-1].end,
    )


def low_and_high(
    text: PenaltyText, part: Component | None, least: bool
) -> tuple[float | None, float | None]:
    """Lowest and highest; a lone figure is the highest or both, as the law's manner of speaking has
    it. least: whether the term of the same penalty is a least, then `liable` says nothing.
    """
    if part is None or part.quantity is None:
        return None, None
    quantity = part.quantity
    if not quantity.bare:
        return quantity.low or None, quantity.high
    vocabulary = text.vocabulary
    begin = max(text.sentences.bounds(part.start)[0], part.start - SENTENCE_LOOKBACK)
    liable = not least and vocabulary.maximum.search(text.folded, begin, part.start)
    is_most = (part.after and vocabulary.maximum_after) or liable
    return (None if is_most else quantity.low), quantity.high


def kind_of(text: PenaltyText, group: Group) -> str:
    """One of KINDS."""
    kinds = {part.kind for part in group}
    if "fine" not in kinds:
        return "death" if "death" in kinds else "imprisonment" if "term" in kinds else "life"
    if kinds == {"fine"}:
        return "fine"
    if is_alternative(text, group):
        return "either"
    return "both" if "term" in kinds else "death" if "death" in kinds else "life"


def is_alternative(text: PenaltyText, group: Group) -> bool:
    """Whether prison or a fine is meant: `or both` behind them, or `or` between them."""
    start, end = group[0].start, group[-1].end
    limit = min(text.sentences.bounds(end - 1)[1], end + ALTERNATIVE_AHEAD, text.next_part(end))
    near = text.tokens_between(end - 400, limit + 1)
    if any(token.kind == "both" and start < token.start <= limit for token in near):
        return True
    fine = next(part for part in group if part.kind == "fine")
    others = [part for part in group if part.kind != "fine"]
    before = [part for part in others if part.start < fine.start]
    first, second = (before[-1], fine) if before else (fine, others[0])
    # of `hard labour or prison and a fine` the fine is no alternative
    between = text.tokens_between(first.end, second.start)
    prisons = [token.end for token in between if token.kind == "prison"] if before else []
    begin = max([first.end, *prisons])
    if text.is_joined(begin, second.start):
        begin = max(begin, second.start - JOINED_BEFORE)  # `for a trade or art, and a fine`
    return bool(text.vocabulary.either.search(text.folded, begin, second.start))


def is_aggravated(text: PenaltyText, groups: list[Group], index: int) -> bool:
    """Heavier where the words around say so: in its own sentence, between the tier before and the
    tier after.
    """
    group, vocabulary = groups[index], text.vocabulary
    begin, _ = text.sentences.bounds(group[0].start)
    _, finish = text.sentences.bounds(group[-1].end - 1)
    finish = min(finish, group[-1].end + AGGRAVATED_AHEAD)
    if index and groups[index - 1][-1].end > begin:
        begin = groups[index - 1][-1].end
    if index + 1 < len(groups) and groups[index + 1][0].start < finish:
        finish = group[-1].end
    sentence = text.folded[max(begin, group[0].start - SENTENCE_LOOKBACK) : finish]
    if vocabulary.aggravated.search(sentence):
        return True
    if index == 0:
        return bool(vocabulary.heading.search(text.folded, 0, HEADING))
    return bool(vocabulary.condition.search(sentence))


def is_lesser(text: PenaltyText, groups: list[Group], index: int) -> bool:
    """Whether the words between the tier before and this one say it is a lower court's."""
    start = groups[index][0].start
    begin = groups[index - 1][-1].end if index else 0
    begin = max(begin, text.sentences.bounds(start)[0])
    return bool(text.vocabulary.lesser.search(text.folded, begin, start))


def multiplied_tiers(text: PenaltyText, tiers: list[Penalty]) -> list[Penalty]:
    """`The penalties are doubled where ...`: the basic tier again, twice as heavy."""
    found = []
    for token in text.tokens:
        if token.kind != "double":
            continue
        base = tiers[0] if tiers else Penalty()
        factor = 3.0 if TRIPLED.search(token.text) else 2.0
        times = {
            name: value * factor
            for name in ("min_months", "max_months", "fine_min", "fine_max")
            if (value := getattr(base, name)) is not None
        }
        found.append(base._replace(**times, aggravated=True, start=token.start, end=token.end))
    return found


def borrowed_tiers(text: PenaltyText) -> list[Penalty]:
    """No figures, but the penalty of another offence, or a power of the court."""
    excluded = text.vocabulary.excluded
    for token in text.tokens:
        begin = max(0, token.start - EXCLUDED_BEFORE)
        if token.kind != "same" or excluded.search(text.folded, begin, token.end):
            continue
        begin, finish = text.sentences.bounds(token.start)
        named = ARTICLE.search(text.folded, token.start, min(finish, token.end + REFERENCE_AHEAD))
        if CHANGED.search(token.text) or (named and SEVERAL.match(text.folded, named.end())):
            named = None  # half of a penalty, or those of two sections, are not that of the one
        return [
            Penalty(
                aggravated=bool(text.vocabulary.aggravated.search(text.folded[begin:finish])),
                refers_to=named[1] if named else None,
                start=token.start,
                end=token.end,
            )
        ]
    return []


def _rounded(months: float | None) -> float | None:
    return None if months is None else round(months, 2)
