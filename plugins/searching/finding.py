"""From what an address asks for to the provisions of one page of results."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from plugins.kit.page import Ask
from plugins.searching.common_words import WordIndex
from plugins.searching.concepts import Widening, widen_by_concepts
from plugins.searching.facets import load_entries
from plugins.searching.place_sets import Places
from plugins.searching.query import Question, parse_question
from plugins.searching.ranking import Tier, group_by_instrument, run_tiers, top_places
from plugins.searching.records import find_records
from plugins.searching.states import members_of


class Wanted(NamedTuple):
    """What an address asks for. `without` are concepts taken out; `marked` tells whether asked
    words are marked, as on a page and not in a download.
    """

    q: str
    chosen: dict[str, str]  # facet -> value
    current: int  # page, from 1
    size: int
    sort: str  # one of ORDERS, or nothing for best first
    group: str
    meaning: str  # "off" for the words as typed only
    without: list[str]
    facets: bool
    marked: bool
    on: str = ""  # a day on which the law must have been in force
    basket: Sequence[str] = ()  # provisions chosen before, carried along
    within: str = ""  # kind of record asked for; nothing for provisions


class Found(NamedTuple):
    """What a search found: `places` of one page with the tier each was found in; `counts`, facet ->
    value -> provisions; `instruments`, if grouped, all that were found with their provisions;
    `records`, kind -> places of other records.
    """

    question: Question
    widening: Widening
    tiers: list[Tier]
    places: list[tuple[int, str]]
    counts: dict[str, dict[str, int]]
    instruments: dict[str, int] | None
    shown_instruments: list[str]
    records: dict[str, Places]

    @property
    def total(self) -> int:
        """Provisions found, on all pages."""
        return len(self.tiers[-1].kept) if self.tiers else 0

    @property
    def with_all_words(self) -> int:
        """Provisions with all words of the question, or words that mean the same."""
        return next((len(tier.kept) for tier in reversed(self.tiers) if tier.name != "some"), 0)


def with_states(ask: Ask, question: Question, wanted: Wanted) -> Question:
    """A question with the States that it is about: those it names, and the members of the sets it
    names, without what the reader took out; none where a country is chosen as a filter.
    """
    if "country" in wanted.chosen:
        return replace(question, states=(), sets=())
    sets = tuple(name for name in question.sets if name not in wanted.without)
    return replace(
        question,
        states=tuple(code for code in question.states if code not in wanted.without),
        sets=sets,
        members=members_of(ask, sets, wanted.on),
    )


def states_of(question: Question) -> list[str]:
    """The States a question is about, each once."""
    return list(dict.fromkeys((*question.states, *question.members)))


def find_provisions(ask: Ask, wanted: Wanted) -> Found:
    """Parse the question, run its tiers, and choose the provisions of one page."""
    known = load_entries(ask)
    question = parse_question(ask, wanted.q, known.names)
    question = with_states(ask, question, wanted)
    widening = (
        Widening(question.groups)
        if wanted.meaning == "off"
        else widen_by_concepts(ask, question, set(wanted.without))
    )
    states = [wanted.chosen["country"]] if "country" in wanted.chosen else states_of(question)
    records = find_records(ask, question, widening, known, states)
    tiers = run_tiers(ask, question, widening, known, wanted.chosen, wanted.on)
    if states_of(question) and not (tiers and len(tiers[-1].kept)):
        elsewhere = (*question.sets, *question.states)
        question = replace(question, states=(), sets=(), members=(), elsewhere=elsewhere)
        tiers = run_tiers(ask, question, widening, known, wanted.chosen, wanted.on)
    any_found = bool(tiers) and len(tiers[-1].kept) > 0
    counts = (
        known.count_facets(tiers[-1].places, wanted.chosen) if any_found and wanted.facets else {}
    )
    found = Found(question, widening, tiers, [], counts, None, [], records)
    skip = (wanted.current - 1) * wanted.size
    if wanted.within:
        return found
    index = WordIndex(ask, known)
    if not wanted.group:
        return found._replace(places=top_places(index, tiers, skip, wanted.size, wanted.sort))
    kept, numbers = group_by_instrument(index, tiers, skip, wanted.size)
    places = [place for best in kept.values() for place in best]
    return found._replace(places=places, instruments=numbers, shown_instruments=list(kept))
