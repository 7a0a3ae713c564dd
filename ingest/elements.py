"""What a law says trafficking is: acts, means, purposes, the child rule, consent and the child's age, gathered over the whole law.

    found = elements([("1", "..."), ("3", "...")], "en")      -> found.acts["recruitment"] = Place(article 3, from, to)
    verdicts(found, complete=True)                            -> suggestions for 3(a) to 3(d), each with the rule that fired

A definition is looked for where several acts stand together in a text that speaks of trafficking or exploitation; means count only
there, purposes there and where `exploitation` is defined. Words: ingest/penal/elements_<language>.yml.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from ingest.penal.fold import Places, fold
from ingest.penal.lexicon import lexicon, whole
from ingest.splitting.language import guess

HERE = Path(__file__).parent / "penal"
ACTS = ("recruitment", "transportation", "transfer", "harbouring", "receipt", "other")
MEANS = ("threat", "force", "coercion", "abduction", "fraud", "deception", "abuse_of_power", "vulnerability", "payments", "other")
PURPOSES = ("sexual_exploitation", "prostitution", "forced_labour", "slavery", "similar_practices", "servitude", "organ_removal", "forced_marriage",
            "pornography", "begging", "criminal_activity", "illegal_adoption", "other")  # fmt: skip
VOCABULARY = {"acts": ACTS, "means": MEANS, "purposes": PURPOSES}
CHAIN = 130  # characters between two acts of one definition
BEFORE, AFTER, DEFINED = 560, 760, 900  # how far means and purposes may stand from the acts, or from the word `exploitation`
ORDINALS = {"لثمنه عشره": 18, "لثمنه عشر": 18, "ثمن عشره": 18, "ثمنيه عشر": 18, "لسدسه عشره": 16, "لخمسه عشره": 15}


@dataclass(frozen=True)
class Place:
    """Where it says so: the article, and from which to which character of its text."""

    number: str
    start: int
    end: int


@dataclass
class Elements:
    """None: the law is silent. means_required_for_child and consent_irrelevant are `yes` or `no`; rules say why."""

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
class Verdict:
    """A suggestion for one item: full, partial, contrary or absent, the rule that fired, what is missing, and the words it stands on."""

    item: str
    extent: str
    rule: str
    missing: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


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
    groups = {part: {name: re.compile(whole(fold(data[part][name]))) for name in names} for part, names in VOCABULARY.items()}
    single = {name: re.compile(whole(fold(pattern))) for name, pattern in data.items() if isinstance(pattern, str)}
    act = re.compile(whole("|".join(f"(?P<{name}>{fold(data['acts'][name])})" for name in ACTS if name != "other")))
    return Words(groups, single, act)


def elements(provisions: Sequence[tuple[str, str]], language: str) -> Elements:
    """Read (number, text) of every article of one law; an unknown language gives nothing."""
    found = Elements()
    words = _words(language or guess(" ".join(text for _, text in provisions)[:20_000]))
    if words is None:
        return found
    law = _Law(found, words, (language or "en")[:2].lower(), [(number, text, fold(text)) for number, text in provisions])
    law.read()
    return found


@dataclass
class _Law:
    """One law being read."""

    found: Elements
    words: Words
    language: str
    articles: list[tuple[str, str, str]]
    free: Place | None = None  # acts against a child without any means

    def read(self) -> None:
        """Acts, means and purposes first; the child rule depends on them."""
        objects: Counter[str] = Counter()
        for article in self.articles:
            for start, end in self._definitions(article[2]):
                self._core(article, start, end, objects)
            for match in self.words.single["defined"].finditer(article[2]):
                if self.words.single["trafficking"].search(article[2]):
                    self._gather("purposes", article, match.start(), match.end() + DEFINED)
        self.found.children_only = objects["child"] > 0 and objects["person"] == 0
        self._child_rule()
        self._consent()
        self._age()

    def _definitions(self, text: str) -> Iterator[tuple[int, int]]:
        """Stretches where three different acts follow one another closely; beside such a stretch two are enough."""
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
            if size >= least and self.words.single["trafficking"].search(text, max(0, start - 400), end + 1000):
                yield start, end

    def _core(self, article: tuple[str, str, str], start: int, end: int, objects: Counter[str]) -> None:
        text = article[2]
        self._gather("acts", article, start - 90, end + 60)
        before = len(self.found.means)
        self._gather("means", article, start - BEFORE, end + AFTER)
        self._gather("purposes", article, start - 200, end + AFTER)
        child, person = (self.words.single[name].search(text, end, end + 90) for name in ("child", "person"))
        kind = "child" if child and (not person or child.start() <= person.start()) else "person"
        objects[kind] += 1
        sentence = re.split(r"[.;]", text[end : end + 400])[0]
        free = not any(pattern.search(sentence) for name, pattern in self.words.groups["means"].items() if name != "other")
        if kind == "child" and free and len(self.found.means) == before:
            self.free = self.free or self._place(article, start, end)

    def _gather(self, part: str, article: tuple[str, str, str], start: int, end: int) -> None:
        """Note each element that stands between two places; the first place found is kept."""
        held: dict[str, Place] = getattr(self.found, part)
        for name, pattern in self.words.groups[part].items():
            if name not in held and (match := pattern.search(article[2], max(0, start), end)):
                held[name] = self._place(article, match.start(), match.end())

    def _place(self, article: tuple[str, str, str], start: int, end: int) -> Place:
        first, last = Places(article[1]).span(start, end)
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
            self._say("means_required_for_child", "no", "an offence against children without means", self.free)
        else:
            self._say("means_required_for_child", "yes", "means in the definition and no rule on children", self.found.means[named[0]])

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
                if age:
                    ages[age] += 1
                    where.setdefault(age, self._place(article, match.start(), match.end()))
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
        said = [after.value for before, after in pairs if after.kind == "number" and (before.kind == "age_before" or self.language == "ar")]
        return next((int(value) for value in said if 12 <= value <= 21), None)


def verdicts(found: Elements, complete: bool = True) -> list[Verdict]:
    """Suggestions for article 3(a) to (d). In an incomplete text nothing is called contrary or absent."""
    return [one for one in (_definition(found, complete), _consented(found, complete), _children(found, complete), _aged(found, complete)) if one]


def _definition(found: Elements, complete: bool) -> Verdict | None:
    if not found.acts:
        return Verdict("palermo:3.a", "absent", "no definition found in a complete law") if complete else None
    acts, means, purposes = set(found.acts), set(found.means) - {"other"}, set(found.purposes)
    missing = [name for name in ("recruitment", "harbouring", "receipt") if name not in acts]
    missing += ["transportation"] if not acts & {"transportation", "transfer"} else []
    if means:  # a law without means reaches further than 3(a): no gap
        wanted = ({"threat", "force"}, {"coercion"}, {"fraud", "deception"}, {"abuse_of_power"}, {"vulnerability"}, {"payments"})
        missing += [sorted(group)[0] for group in wanted if not means & group]
    aims = ({"prostitution", "sexual_exploitation"}, {"forced_labour"}, {"slavery", "similar_practices"}, {"servitude", "similar_practices"}, {"organ_removal"})
    missing += [sorted(group)[0] for group in aims if not purposes & group]
    missing += ["adults"] if found.children_only else []
    rule = "elements missing" if missing else "all elements" if means else "no means required: wider than 3(a)"
    return Verdict("palermo:3.a", "partial" if missing else "full", rule, tuple(missing), tuple(found.acts.values()))


def _consented(found: Elements, complete: bool) -> Verdict | None:
    place = tuple(filter(None, [found.places.get("consent_irrelevant")]))
    if found.consent_irrelevant:
        return Verdict("palermo:3.b", "full" if found.consent_irrelevant == "yes" else "partial", found.rules["consent_irrelevant"], (), place)
    return Verdict("palermo:3.b", "absent", "nothing on consent in a complete law") if complete and found.acts else None


def _children(found: Elements, complete: bool) -> Verdict | None:
    place = tuple(filter(None, [found.places.get("means_required_for_child")]))
    rule = found.rules.get("means_required_for_child", "")
    if found.means_required_for_child == "no":
        return Verdict("palermo:3.c", "full", rule, (), place)
    return Verdict("palermo:3.c", "contrary", rule, (), place) if found.means_required_for_child == "yes" and complete else None


def _aged(found: Elements, complete: bool) -> Verdict | None:
    if found.child_age is None:
        return Verdict("palermo:3.d", "absent", "no age of a child in a complete law") if complete and found.acts else None
    full = found.child_age >= 18
    return Verdict("palermo:3.d", "full" if full else "partial", f"a child is under {found.child_age}", (), (found.places["child_age"],))
