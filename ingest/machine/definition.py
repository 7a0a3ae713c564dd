"""What a law says trafficking is: acts, means, purposes, the child rule, consent and the child's
age, gathered over the whole law.

    found = elements([("1", "..."), ("3", "...")], "en")      -> found.acts["recruitment"] = Place(article 3, from, to)
    ingest.verdicts.verdicts(found, complete=True)            -> suggestions for 3(a) to 3(d), each with the rule that fired

A definition is looked for where several acts stand together in a text that speaks of trafficking or
exploitation; means count only there, purposes there and where `exploitation` is defined. Words:
ingest/penal/elements_<language>.yml.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from ingest.folding import Offsets, for_patterns
from ingest.law.guess_language import guess
from ingest.machine.penalties.lexicon import lexicon, whole

HERE = Path(__file__).parent / "penalties"
ACTS = ("recruitment", "transportation", "transfer", "harbouring", "receipt", "other")
MEANS = (
    "threat",
    "force",
    "coercion",
    "abduction",
    "fraud",
    "deception",
    "abuse_of_power",
    "vulnerability",
    "payments",
    "other",
)
PURPOSES = (
    "sexual_exploitation",
    "prostitution",
    "forced_labour",
    "slavery",
    "similar_practices",
    "servitude",
    "organ_removal",
    "forced_marriage",
    "pornography",
    "begging",
    "criminal_activity",
    "illegal_adoption",
    "other",
)
VOCABULARY = {"acts": ACTS, "means": MEANS, "purposes": PURPOSES}
CHAIN = 130  # characters between two acts of one definition
BEFORE, AFTER, DEFINED = (
    560,
    760,
    900,
)  # how far means and purposes may stand from the acts, or from the word `exploitation`
FEWEST, LISTED = (
    2,
    5,
    # fewer means than two are no element of a definition; five together are one even apart from the
    # acts
)
ORDINALS = {
    "لثمنه عشره": 18,
    "لثمنه عشر": 18,
    "ثمن عشره": 18,
    "ثمنيه عشر": 18,
    "لسدسه عشره": 16,
    "لخمسه عشره": 15,
}


Article = tuple[str, Offsets, str]  # number, the way back to the text, the folded text


@dataclass(frozen=True)
class Place:
    """Where it says so: the article, and from which to which character of its text."""

    number: str
    start: int
    end: int


@dataclass
class Elements:
    """None: the law is silent. means_required_for_child and consent_irrelevant are `yes` or `no`;
    rules say why.
    """

    acts: dict[str, Place] = field(default_factory=dict)
    means: dict[str, Place] = field(default_factory=dict)
    purposes: dict[str, Place] = field(default_factory=dict)
    means_required_for_child: str | None = None
    consent_irrelevant: str | None = None
    child_age: int | None = None
    children_only: bool = False
    places: dict[str, Place] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """Patterns of one language."""

    groups: dict[str, dict[str, re.Pattern[str]]]
    single: dict[str, re.Pattern[str]]
    act: re.Pattern[str]


@lru_cache(maxsize=8)
def _words(language: str) -> Words | None:
    file = HERE / f"elements_{language[:2].lower()}.yml"
    if not language or not file.exists():
        return None
    data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    clitics = (
        "[وبلفك]{0,2}" if language[:2].lower() == "ar" else ""
    )  # and, with, for, so, like: written together with the word

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(whole(f"{clitics}(?:{for_patterns(pattern)})"))

    groups = {
        part: {name: compiled(data[part][name]) for name in names}
        for part, names in VOCABULARY.items()
    }
    single = {name: compiled(pattern) for name, pattern in data.items() if isinstance(pattern, str)}
    act = re.compile(
        whole(
            clitics
            + "(?:"
            + "|".join(
                f"(?P<{name}>{for_patterns(data['acts'][name])})"
                for name in ACTS
                if name != "other"
            )
            + ")"
        )
    )
    return Words(groups, single, act)


def elements(provisions: Sequence[tuple[str, str]], language: str) -> Elements:
    """Read (number, text) of every article of one law; an unknown language gives nothing."""
    found = Elements()
    words = _words(language or guess(" ".join(text for _, text in provisions)[:20_000]))
    if words is None:
        return found
    law = _Law(
        found,
        words,
        (language or "en")[:2].lower(),
        [(number, Offsets(text), for_patterns(text)) for number, text in provisions],
    )
    law.read()
    return found


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that touch become one, so that no text is searched twice."""
    out: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), end) for start, end in spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


@dataclass
class _Law:
    """One law being read."""

    found: Elements
    words: Words
    language: str
    articles: list[Article]
    free: Place | None = None  # acts against a child without any means

    def read(self) -> None:
        """Acts, means and purposes first; the child rule depends on them."""
        objects: Counter[str] = Counter()
        for article in self.articles:
            text, cores = article[2], list(self._definitions(article[2]))
            spoken_of = self.words.single["trafficking"].search(text)
            defined = (
                [
                    (one.start(), one.end() + DEFINED)
                    for one in self.words.single["defined"].finditer(text)
                ]
                if spoken_of
                else []
            )
            self._gather("acts", article, [(start - 90, end + 60) for start, end in cores])
            self._gather("means", article, [(start - BEFORE, end + AFTER) for start, end in cores])
            self._gather(
                "purposes",
                article,
                [*((start - 200, end + AFTER) for start, end in cores), *defined],
            )
            for start, end in cores:
                self._object(article, start, end, objects)
            self._scattered(article)
        if len(self.found.means.keys() - {"other"}) < FEWEST:
            self.found.means.clear()
        self.found.children_only = objects["child"] > 0 and objects["person"] == 0
        self._child_rule()
        self._consent()
        self._age()

    def _definitions(self, text: str) -> Iterator[tuple[int, int]]:
        """Stretches where three different acts follow one another closely; beside such a stretch
        two are enough.
        """
        chains: list[list[re.Match[str]]] = []
        for match in self.words.act.finditer(text):
            if chains and match.start() - chains[-1][-1].end() <= CHAIN:
                chains[-1].append(match)
            else:
                chains.append([match])
        sizes = [len({one.lastgroup for one in chain}) for chain in chains]
        least = 2 if max(sizes, default=0) >= 3 else 3
        for chain, size in zip(chains, sizes, strict=True):
            start, end = chain[0].start(), chain[-1].end()
            if size >= 4 or (
                size >= least
                and self.words.single["trafficking"].search(text, max(0, start - 400), end + 1000)
            ):
                yield start, end

    def _object(self, article: Article, start: int, end: int, objects: Counter[str]) -> None:
        """Whom the acts are done to; acts against a child with no means beside them are a rule on
        children.
        """
        text = article[2]
        child, person = (
            self.words.single[name].search(text, end, end + 90) for name in ("child", "person")
        )
        kind = "child" if child and (not person or child.start() <= person.start()) else "person"
        objects[kind] += 1
        sentence = re.split(r"[.;]", text[end : end + 400])[0]
        if (
            kind == "child"
            and not self.free
            and not any(pattern.search(sentence) for name, pattern in self._named("means"))
        ):
            self.free = self._place(article, start, end)

    def _named(self, part: str) -> list[tuple[str, re.Pattern[str]]]:
        return [
            (name, pattern) for name, pattern in self.words.groups[part].items() if name != "other"
        ]

    def _scattered(self, article: Article) -> None:
        """Means listed in an article of their own: `traffics a person and coerces, deceives or
        threatens`.
        """
        text = article[2]
        said = sorted(
            (one.start(), one.end(), name)
            for name, pattern in self._named("means")
            for one in pattern.finditer(text)
        )
        near: deque[tuple[int, int, str]] = deque()
        names: Counter[str] = Counter()
        for one in said:
            near.append(one)
            names[one[2]] += 1
            while one[0] - near[0][0] > AFTER:
                names[near.popleft()[2]] -= 1
            if len(+names) >= LISTED and self.words.single["verb"].search(
                text, max(0, near[0][0] - 400), near[0][0]
            ):
                for first, last, name in (
                    spot for spot in said if near[0][0] <= spot[0] <= near[0][0] + AFTER
                ):
                    self.found.means.setdefault(name, self._place(article, first, last))
                return

    def _gather(self, part: str, article: Article, spans: list[tuple[int, int]]) -> None:
        """Note each element that stands in one of the stretches; the first place found is kept."""
        held: dict[str, Place] = getattr(self.found, part)
        for start, end in _merged(spans):
            for name, pattern in self.words.groups[part].items():
                if name not in held and (match := pattern.search(article[2], start, end)):
                    held[name] = self._place(article, match.start(), match.end())

    def _place(self, article: Article, start: int, end: int) -> Place:
        first, last = article[1].span(start, end)
        return Place(article[0], first, last)

    def _first(self, name: str) -> Place | None:
        for article in self.articles:
            if match := self.words.single[name].search(article[2]):
                return self._place(article, match.start(), match.end())
        return None

    def _say(self, name: str, value: str, rule: str, place: Place | None) -> None:
        setattr(self.found, name, value)
        self.found.rules[name] = rule
        if place:
            self.found.places[name] = place

    def _child_rule(self) -> None:
        if not self.found.acts:
            return
        first = next(iter(self.found.acts.values()))
        named = [name for name in self.found.means if name != "other"]
        if not named:
            self._say("means_required_for_child", "no", "no means in the definition", first)
        elif place := self._first("child_rule"):
            self._say("means_required_for_child", "no", "a rule on children without means", place)
        elif self.free:
            self._say(
                "means_required_for_child",
                "no",
                "an offence against children without means",
                self.free,
            )
        else:
            self._say(
                "means_required_for_child",
                "yes",
                "means in the definition and no rule on children",
                self.found.means[named[0]],
            )

    def _consent(self) -> None:
        if place := self._first("consent"):
            self._say("consent_irrelevant", "yes", "consent does not count", place)
        elif place := self._first("restricted"):
            self._say("consent_irrelevant", "no", "consent is void in some cases only", place)

    def _age(self) -> None:
        ages: Counter[int] = Counter()
        where: dict[int, Place] = {}
        for article in self.articles:
            for match in self.words.single["age"].finditer(article[2]):
                age = self._age_in(match[0])
                if age and age not in where:
                    where[age] = self._place(article, match.start(), match.end())
                ages.update({age: 1} if age else {})
        if ages:
            self.found.child_age = max(ages, key=lambda age: (ages[age], age))
            self.found.places["child_age"] = where[self.found.child_age]

    def _age_in(self, words: str) -> int | None:
        for ordinal, age in ORDINALS.items():
            if ordinal in words:
                return age
        numbers = lexicon(self.language)
        tokens = list(numbers.tokens(words)) if numbers else []
        pairs = pairwise(tokens)
        said = [
            after.value
            for before, after in pairs
            if after.kind == "number" and (before.kind == "age_before" or self.language == "ar")
        ]
        return next((int(value) for value in said if 12 <= value <= 21), None)
