"""Purposes that a law names outside its definition of trafficking: the aim of an offence done to a
person (`sells a person with intent that she be held as a slave`), and the list of the Protocol
where a law takes over its article 3 and defines nothing itself. Words: `aim`, `deed`, `crime`,
`against`, `exploitation` and `by_reference` in ingest/languages/<xx>.yml under `definition`.
"""

from collections.abc import Iterator, Sequence

from ingest.machine.definition_result import Article, DefinitionRead, Element, Stretch
from ingest.machine.definition_words import ACTS, MEANS, PURPOSES, DefinitionWords
from ingest.machine.penalties.vocabulary import load_vocabulary

# Characters, set by hand on the labelled laws (`python -m bench.penalties` scores them).
AIM_BEFORE, AIM_BEHIND = 260, 160  # from an aim to the deed, and to the end of what is aimed at

# What article 3 of the Protocol names, and says of children, consent and age.
PROTOCOL = {
    "acts": ACTS[:-1],
    "means": MEANS[:-1],
    "purposes": PURPOSES[: PURPOSES.index("organ_removal") + 1],
}
PROTOCOL_SAYS = {"means_required_for_child": "no", "consent_irrelevant": "yes", "child_age": 18}
BY_REFERENCE = "the definition of the Protocol"


def gather_aims(found: DefinitionRead, words: DefinitionWords, article: Article) -> None:
    """Note the purposes that are the aim of an offence done to a person."""
    for stretch in find_aims(words, article.folded):
        matches = {
            name: match
            for name, pattern in words.parts["purposes"].items()
            if (match := pattern.search(article.folded, *stretch))
        }
        if matches.keys() == {"other"}:
            continue  # what else is aimed at counts in a list with named purposes
        for name, match in matches.items():
            if name not in found.purposes:
                found.purposes[name] = article.element("purposes", name, match.span())


def gather_open_aim(
    found: DefinitionRead, words: DefinitionWords, articles: Sequence[Article]
) -> None:
    """Note `other` where a law that names no purpose leaves open what exploitation is."""
    if found.purposes:
        return
    for article in articles:
        for stretch in find_aims(words, article.folded):
            if match := words.frame["exploitation"].search(article.folded, *stretch):
                found.purposes["other"] = article.element("purposes", "other", match.span())
                return


def find_aims(words: DefinitionWords, folded: str) -> Iterator[Stretch]:
    """What follows each aim, as far as its sentence goes, where the sentence also tells what is
    done to a person, before or behind it; in an article that punishes, where it names trafficking.
    What is done to a child alone is more often the labour or abuse of children.
    """
    vocabulary = load_vocabulary(words.language)
    punishes = vocabulary is not None and vocabulary.gate.search(folded) is not None
    for aim in words.frame["aim"].finditer(folded):
        start = max(folded.rfind(".", 0, aim.start()) + 1, aim.start() - AIM_BEFORE)
        stop = folded.find(".", aim.end())
        end = min(stop if stop >= 0 else len(folded), aim.end() + AIM_BEHIND)
        against = words.frame["against"].search(folded, aim.end(), end)
        end = against.start() if against else end
        around = (start, aim.start()), (aim.end(), end)
        if any(
            is_done_to_person(words, folded, stretch)
            or (punishes and words.frame["crime"].search(folded, *stretch))
            for stretch in around
        ):
            yield aim.end(), end


def is_done_to_person(words: DefinitionWords, folded: str, stretch: Stretch) -> bool:
    """Whether a deed is followed by the person it is done to."""
    deed = words.act.search(folded, *stretch) or words.frame["deed"].search(folded, *stretch)
    return bool(deed and words.frame["person"].search(folded, deed.end(), stretch[1]))


def take_over_protocol(
    found: DefinitionRead, words: DefinitionWords, articles: Sequence[Article]
) -> bool:
    """Note all that article 3 of the Protocol says where a law without acts refers to it; whether
    it does.
    """
    if found.acts:
        return False
    for article in articles:
        if match := words.frame["by_reference"].search(article.folded):
            note_protocol(found, article, match.span())
            return True
    return False


def note_protocol(found: DefinitionRead, article: Article, stretch: Stretch) -> None:
    """Everything the Protocol names and says, resting on the words that refer to it."""
    for part, names in PROTOCOL.items():
        elements: dict[str, Element] = getattr(found, part)
        for name in names:
            elements.setdefault(name, article.element(part, name, stretch))
    for part, value in PROTOCOL_SAYS.items():
        setattr(found, part, value)
        found.rules[part] = BY_REFERENCE
        found.single[part] = article.element(part, str(value), stretch)
    found.passage = article.element("acts", ACTS[0], stretch)
