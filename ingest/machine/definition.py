"""What a law says trafficking is: acts, means, purposes, the child rule, consent and the child's
age, gathered over the whole law.

    definition = read_definition([("1", "..."), ("3", "...")], "en")
    definition.acts["recruitment"] -> Element(number="3", start=..., end=..., evidence="recruit")

A definition is looked for where several acts stand together in a text that speaks of trafficking or
exploitation; means count only there, purposes there, where `exploitation` is defined and where
definition_aims.py finds them. Words: ingest/languages/<xx>.yml under `definition`.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ingest.law.guess_language import guess
from ingest.machine.definition_aims import gather_aims, gather_open_aim, take_over_protocol
from ingest.machine.definition_result import SINGLE, Article, DefinitionRead, Element, Stretch
from ingest.machine.definition_words import DefinitionWords, load_definition_words
from ingest.machine.penalties.vocabulary import load_vocabulary

# Characters, set by hand on the labelled laws (`python -m bench.penalties` scores them).
MAX_BETWEEN_ACTS = 130  # of one definition
MEANS_BEFORE, MEANS_BEHIND = 560, 760  # how far means may be from the acts
DEFINED_BEHIND = 900  # how far purposes may be from `exploitation means`
NEXT_IN_LIST = 400  # from one purpose to the next of a list that goes on behind these stretches
ACTS_BEFORE, ACTS_BEHIND, PURPOSES_BEFORE = 90, 60, 200
TRAFFICKING_BEFORE, TRAFFICKING_BEHIND = 400, 1000  # how far the word may be from few acts
OBJECT_BEHIND, SENTENCE_BEHIND = 90, 400  # whom the acts are done to; means of a rule on children
VERB_BEFORE = 400
MAX_PASSAGE = 300  # of the words that show the whole definition
MIN_MEANS = 2  # fewer are no element of a definition
MIN_LISTED_MEANS = 5  # together they are one even apart from the acts
MIN_AGE, MAX_AGE = 12, 21  # other numbers in the definition of a child are no ages


def read_definition(provisions: Sequence[tuple[str, str]], language: str) -> DefinitionRead:
    """Read (number, text) of every article of one law; an unknown language gives nothing."""
    sample = " ".join(text for _, text in provisions)[:20_000]
    words = load_definition_words(language or guess(sample))
    if words is None:
        return DefinitionRead()
    articles = [Article(number, text) for number, text in provisions]
    found = DefinitionRead()
    objects: Counter[str] = Counter()
    child_offence: Element | None = None  # acts against a child without any means
    for article in articles:
        stretches = list(find_definitions(words, article.folded))
        gather_parts(found, words, article, stretches)
        for stretch in stretches:
            kind = object_of(words, article.folded, stretch)
            objects[kind] += 1
            if kind == "child" and not child_offence and is_without_means(words, article, stretch):
                child_offence = article.element(SINGLE[0], "no", stretch)
        gather_listed_means(found, words, article)
        gather_aims(found, words, article)
    if take_over_protocol(found, words, articles):
        return found
    gather_open_aim(found, words, articles)
    if len(found.means.keys() - {"other"}) < MIN_MEANS:
        found.means.clear()
    found.children_only = objects["child"] > 0 and objects["person"] == 0
    found.passage = passage_of(found.acts.values(), articles)
    read_child_rule(found, words, articles, child_offence)
    read_consent(found, words, articles)
    read_age(found, words, articles)
    return found


def find_definitions(words: DefinitionWords, folded: str) -> Iterator[Stretch]:
    """Stretches where three different acts follow one another closely; beside such a stretch two
    are enough.
    """
    chains: list[list[re.Match[str]]] = []
    for match in words.act.finditer(folded):
        if chains and match.start() - chains[-1][-1].end() <= MAX_BETWEEN_ACTS:
            chains[-1].append(match)
        else:
            chains.append([match])
    sizes = [len({match.lastgroup for match in chain}) for chain in chains]
    least = 2 if max(sizes, default=0) >= 3 else 3
    for chain, size in zip(chains, sizes, strict=True):
        start, end = chain[0].start(), chain[-1].end()
        around = max(0, start - TRAFFICKING_BEFORE), end + TRAFFICKING_BEHIND
        if size >= 4 or (size >= least and words.frame["trafficking"].search(folded, *around)):
            yield start, end


def gather_parts(
    found: DefinitionRead, words: DefinitionWords, article: Article, acts: Sequence[Stretch]
) -> None:
    """Note acts, means and purposes in and around the stretches of acts, and purposes where
    `exploitation` is defined.
    """
    defined: list[Stretch] = []
    if words.frame["trafficking"].search(article.folded):
        defined = [
            (match.start(), match.end() + DEFINED_BEHIND)
            for match in words.frame["defined"].finditer(article.folded)
        ]
    for part, elements, before, behind, further in (
        ("acts", found.acts, ACTS_BEFORE, ACTS_BEHIND, []),
        ("means", found.means, MEANS_BEFORE, MEANS_BEHIND, []),
        ("purposes", found.purposes, PURPOSES_BEFORE, MEANS_BEHIND, defined),
    ):
        around = [(start - before, end + behind) for start, end in acts]
        stretches = merge_stretches([*around, *further])
        if part == "purposes":
            stretches = follow_lists(words, article.folded, stretches)
        for stretch in stretches:
            for name, pattern in words.parts[part].items():
                if name not in elements and (match := pattern.search(article.folded, *stretch)):
                    elements[name] = article.element(part, name, match.span())


def merge_stretches(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches that touch become one, so that no text is searched twice."""
    merged: list[Stretch] = []
    for start, end in sorted((max(0, start), end) for start, end in stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def follow_lists(
    words: DefinitionWords, folded: str, stretches: Iterable[Stretch]
) -> list[Stretch]:
    """The same stretches, in order, each as long as its list of purposes goes on: a line of a
    gazette or an article named after each may be between two of them.
    """
    followed: list[Stretch] = []
    for start, end in stretches:
        if followed and end <= followed[-1][1]:
            continue
        reach = end
        for match in words.purpose.finditer(folded, start):
            if match.start() > reach:
                break
            reach = max(reach, match.end() + NEXT_IN_LIST)
            end = max(end, match.end())
        followed.append((start, end))
    return followed


def object_of(words: DefinitionWords, folded: str, acts: Stretch) -> str:
    """Whom the acts are done to: `child` or `person`."""
    _, end = acts
    child = words.frame["child"].search(folded, end, end + OBJECT_BEHIND)
    person = words.frame["person"].search(folded, end, end + OBJECT_BEHIND)
    return "child" if child and (not person or child.start() <= person.start()) else "person"


def is_without_means(words: DefinitionWords, article: Article, acts: Stretch) -> bool:
    """Whether the sentence goes on without any means: then it is a rule on children."""
    _, end = acts
    sentence = re.split(r"[.;]", article.folded[end : end + SENTENCE_BEHIND])[0]
    vocabulary = load_vocabulary(words.language)
    tokens = vocabulary.tokens(sentence) if vocabulary else ()
    penal = next((token.start for token in tokens if token.kind == "penal"), len(sentence))
    sentence = sentence[:penal]  # what is said of the penalty is no means
    return not any(pattern.search(sentence) for _, pattern in words.named("means"))


def gather_listed_means(found: DefinitionRead, words: DefinitionWords, article: Article) -> None:
    """Means listed in an article of their own: `traffics a person and coerces, deceives or
    threatens`.
    """
    spots = sorted(
        (match.start(), match.end(), name)
        for name, pattern in words.named("means")
        for match in pattern.finditer(article.folded)
    )
    window: deque[tuple[int, int, str]] = deque()
    names: Counter[str] = Counter()
    for spot in spots:
        window.append(spot)
        names[spot[2]] += 1
        while spot[0] - window[0][0] > MEANS_BEHIND:
            names[window.popleft()[2]] -= 1
        first = window[0][0]
        around = max(0, first - VERB_BEFORE), first
        if len(+names) < MIN_LISTED_MEANS or not words.frame["verb"].search(
            article.folded, *around
        ):
            continue
        for start, end, name in spots:
            if first <= start <= first + MEANS_BEHIND and name not in found.means:
                found.means[name] = article.element("means", name, (start, end))
        return


def passage_of(acts: Iterable[Element], articles: Sequence[Article]) -> Element | None:
    """The words from the first to the last act in the article of the first; that act alone when
    they are long, None where no act rests on words.
    """
    acts = [act for act in acts if act.start < act.end]
    if not acts:
        return None
    first = acts[0]
    same = [act for act in acts if act.number == first.number]
    start, end = min(act.start for act in same), max(act.end for act in same)
    if end - start > MAX_PASSAGE:
        return first
    text = next(one.text for one in articles if one.number == first.number)
    return first._replace(start=start, end=end, evidence=text[start:end])


def find_first(words: DefinitionWords, articles: Sequence[Article], name: str) -> Element | None:
    """Where a pattern of the frame first matches; part and name are still those of the pattern."""
    for article in articles:
        if match := words.frame[name].search(article.folded):
            return article.element(name, name, match.span())
    return None


def _say(found: DefinitionRead, part: str, value: str, rule: str, where: Element) -> None:
    """Note what the law says of children or consent, why, and where."""
    setattr(found, part, value)
    found.rules[part] = rule
    found.single[part] = where._replace(part=part, name=value)


def read_child_rule(
    found: DefinitionRead,
    words: DefinitionWords,
    articles: Sequence[Article],
    child_offence: Element | None,
) -> None:
    """Whether means are required where the victim is a child; depends on acts and means."""
    if not found.acts:
        return
    part = "means_required_for_child"
    means = [element for name, element in found.means.items() if name != "other"]
    if not means:
        first = next(iter(found.acts.values()))
        _say(found, part, "no", "no means in the definition", first)
    elif rule := find_first(words, articles, "child_rule"):
        _say(found, part, "no", "a rule on children without means", rule)
    elif child_offence:
        _say(found, part, "no", "an offence against children without means", child_offence)
    else:
        _say(found, part, "yes", "means in the definition and no rule on children", means[0])


def read_consent(
    found: DefinitionRead, words: DefinitionWords, articles: Sequence[Article]
) -> None:
    """Whether the victim's consent is irrelevant."""
    part = "consent_irrelevant"
    if where := find_first(words, articles, "consent"):
        _say(found, part, "yes", "consent does not count", where)
    elif where := find_first(words, articles, "restricted"):
        _say(found, part, "no", "consent is void in some cases only", where)


def read_age(found: DefinitionRead, words: DefinitionWords, articles: Sequence[Article]) -> None:
    """The age below which a person is a child: the one said most often, of those the highest."""
    ages: Counter[int] = Counter()
    where: dict[int, Element] = {}
    for article in articles:
        for match in words.frame["age"].finditer(article.folded):
            age = age_in(words, match[0])
            if age is None:
                continue
            ages[age] += 1
            if age not in where:
                where[age] = article.element("child_age", str(age), match.span())
    if ages:
        found.child_age = max(ages, key=lambda age: (ages[age], age))
        found.single["child_age"] = where[found.child_age]


def age_in(words: DefinitionWords, folded: str) -> int | None:
    """The first age in a definition of a child, or None."""
    for word, age in words.ages.items():
        if word in folded:
            return age
    vocabulary = load_vocabulary(words.language)
    tokens = list(vocabulary.tokens(folded)) if vocabulary else []
    for before, after in pairwise(tokens):
        known = before.kind == "age_before" or words.age_without_word
        if after.kind == "number" and known and MIN_AGE <= after.value <= MAX_AGE:
            return int(after.value)
    return None
