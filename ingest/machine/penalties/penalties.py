"""Penalties read in the words of an article: imprisonment, fines, life, death, heavier cases, and
the words they rest on.

    read_penalties(text, "fr", country="CMR", on="2005-12-29")
        -> [Penalty(kind="both", min_months=60.0, max_months=120.0, ...)]

How: fold the text (ingest/folding.py), find the words that count (ingest/languages/<xx>.yml),
join numbers to units (quantities.py), keep those that measure a penalty (components.py), and group
what stands together into tiers (tiers.py). One figure alone: `puni de sept ans d'emprisonnement`
and `liable to ten years` are a most, `un emprisonnement de sept ans` and `shall be sentenced to ten
years` are fixed.
"""

import re
from collections.abc import Sequence

from ingest.folding import Offsets, for_patterns
from ingest.law.guess_language import guess
from ingest.machine.penalties.components import PenaltyText
from ingest.machine.penalties.lost_blanks import set_words_apart
from ingest.machine.penalties.result import Penalty
from ingest.machine.penalties.tiers import Place, read_tiers
from ingest.machine.penalties.vocabulary import Vocabulary, load_vocabulary, pooled

# The marks of amended words in printed acts: 3[on conviction]
BRACES = str.maketrans("{}", "()")  # brackets and figures as scans have them: `un {l) an`
LETTER_FOR_ONE = re.compile(r"(?<= )\([li]\)(?= )")
TORN_BRACKETS = re.compile(r"\(( ?)\)(\d[\d.,]*)")  # `( )6` for `(6)`, as right-to-left pages come
FOOTNOTE = re.compile(r"(?<![\w.,])\d{1,2} ?\[(?=\w)")
# `[five years] 10 years`: the old figure before the new one
STRUCK = re.compile(r"\[([a-z -]{3,40})\](?=\s*(?:[a-z]{1,3}\$?|[$£€])?\s?\d)")
SAME_AS_TRAFFICKING = re.compile(pooled("same_as_trafficking"))
FINES_ABOVE = re.compile(pooled("above"))


def read_penalties(
    text: str, language: str, country: str | None = None, on: str | None = None
) -> list[Penalty]:
    """Every tier of an article, the basic one first; empty where the language is not one of five or
    nothing is punished. country (three letters) and on (YYYY-MM-DD) decide the money.
    """
    folded = for_patterns(text).translate(BRACES)
    if FOOTNOTE.search(folded):
        folded = FOOTNOTE.sub(lambda mark: " " * len(mark[0]), folded).replace("]", " ")
    folded = LETTER_FOR_ONE.sub("(1)", folded)
    folded = TORN_BRACKETS.sub(r"\1(\2)", folded)  # as long as before
    country = country.upper() if country else None
    vocabulary = load_vocabulary(language or guess(text), country)
    if vocabulary is None:
        return []
    folded = STRUCK.sub(lambda mark: struck_out(mark, vocabulary), folded)
    folded, blanks = set_words_apart(folded, vocabulary.language)
    if not vocabulary.gate.search(folded):
        return []
    offsets = Offsets(text, blanks)
    place = Place(country, on)
    tiers = read_tiers(PenaltyText(folded, vocabulary, offsets), place)
    found = []
    for tier in sorted(tiers, key=lambda tier: tier.aggravated):
        start, end = offsets.span(tier.start, tier.end)
        found.append(tier._replace(start=start, end=end, evidence=text[start:end]))
    return found


def struck_out(mark: re.Match[str], vocabulary: Vocabulary) -> str:
    """An old figure in brackets right before the new one (`not exceeding [five years] 10 years`),
    as acts that amend print it: blanks; other words in brackets as they are.
    """
    is_figure = any(token.kind == "number" for token in vocabulary.tokens(mark[1]))
    return " " * len(mark[0]) if is_figure else mark[0]


def read_law_penalties(
    provisions: Sequence[tuple[str, str]],
    language: str,
    country: str | None = None,
    on: str | None = None,
) -> list[list[Penalty]]:
    """The penalties of each (number, text) of a law; `the same penalty as in article 20` is filled
    in from article 20.
    """
    law = [read_penalties(text, language, country, on) for _, text in provisions]
    basic = {
        number.lower(): tiers[0]
        for (number, _), tiers in zip(provisions, law, strict=True)
        if tiers and tiers[0].kind != "other"
    }
    earlier: list[Penalty] = []
    for index, (_, text) in enumerate(provisions):
        tiers = law[index]
        if [tier.kind for tier in tiers] == ["other"]:
            law[index] = [resolve_reference(tiers[0], for_patterns(text), basic, earlier)]
        earlier += tiers
    return law


def resolve_reference(
    tier: Penalty, folded: str, basic: dict[str, Penalty], earlier: list[Penalty]
) -> Penalty:
    """A penalty that borrows another, filled in. basic: number of an article -> its basic tier;
    earlier: the tiers of all articles before.
    """
    lender = basic.get((tier.refers_to or "").lower())
    if lender is None and SAME_AS_TRAFFICKING.search(folded):
        lender = next(iter(basic.values()), None)
    if lender:
        return lender._replace(
            aggravated=tier.aggravated,
            start=tier.start,
            end=tier.end,
            evidence=tier.evidence,
            refers_to=tier.refers_to,
        )
    fines = [one for one in earlier if one.fine_max] if FINES_ABOVE.search(folded) else []
    return span_of_fines(fines, tier) if fines else tier


def span_of_fines(fines: list[Penalty], tier: Penalty) -> Penalty:
    """`The fines provided above`: from the lowest to the highest of them."""
    return tier._replace(
        kind="fine",
        fine_min=min((one.fine_min for one in fines if one.fine_min), default=None),
        fine_max=max(one.fine_max for one in fines if one.fine_max),
        currency=fines[0].currency,
        units=fines[0].units,
    )
