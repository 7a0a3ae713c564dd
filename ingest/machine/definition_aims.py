"""Purposes that a law names outside its definition of trafficking: the aim of an offence done to a
person (`sells a person with intent that she be held as a slave`), and the list of the Protocol
where a law takes over its article 3 and defines nothing itself. Words: `aim`, `deed`, `against` and
`by_reference` in ingest/languages/<xx>.yml under `definition`.
"""

from collections.abc import Iterator

from ingest.machine.definition_result import Article, DefinitionRead, Element, Stretch
from ingest.machine.definition_words import ACTS, MEANS, PURPOSES, DefinitionWords

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
        for name, pattern in words.named("purposes"):
            match = pattern.search(article.folded, *stretch)
            if match and name not in found.purposes:
                found.purposes[name] = article.element("purposes", name, match.span())


def find_aims(words: DefinitionWords, folded: str) -> Iterator[Stretch]:
    """What follows each aim, as far as its sentence goes, where the sentence also tells what is
    done to a person, before or behind it. To a child alone: that is more often the labour or abuse
    of children.
    """
    for aim in words.frame["aim"].finditer(folded):
        start = max(folded.rfind(".", 0, aim.start()) + 1, aim.start() - AIM_BEFORE)
        stop = folded.find(".", aim.end())
        end = min(stop if stop >= 0 else len(folded), aim.end() + AIM_BEHIND)
        against = words.frame["against"].search(folded, aim.end(), end)
        end = against.start() if against else end
        for around in ((start, aim.start()), (aim.end(), end)):
            deed = words.act.search(folded, *around) or words.frame["deed"].search(folded, *around)
            if deed and words.frame["person"].search(folded, deed.end(), around[1]):
                yield aim.end(), end
                break


def take_over_protocol(found: DefinitionRead, words: DefinitionWords, article: Article) -> bool:
    """Note all that article 3 of the Protocol says where the article refers to it; whether so."""
    match = words.frame["by_reference"].search(article.folded)
    if not match:
        return False
    for part, names in PROTOCOL.items():
        elements: dict[str, Element] = getattr(found, part)
        for name in names:
            elements.setdefault(name, article.element(part, name, match.span()))
    for part, value in PROTOCOL_SAYS.items():
        setattr(found, part, value)
        found.rules[part] = BY_REFERENCE
        found.single[part] = article.element(part, str(value), match.span())
    found.passage = article.element("acts", ACTS[0], match.span())
    return True
