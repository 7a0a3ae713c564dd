"""From the definition of a law to suggested verdicts on article 3(a) to (d) of the Protocol, each
with the rule that fired.

A law that asks for no means at all reaches further than 3(a): no gap. 3(c) is contrary only where
means are part of the definition and no rule on children is anywhere in a complete law. Suggestions
never count as verdicts.
"""

from collections.abc import Container, Iterable
from typing import NamedTuple

from ingest.machine.definition_result import DefinitionRead, Element

# What article 3(a) names: one name of each group must be in the law, the first is called missing.
REQUIRED_ACTS = (
    ("recruitment",),
    ("harbouring",),
    ("receipt",),
    ("transportation", "transfer"),
)
REQUIRED_MEANS = (
    ("force", "threat"),
    ("coercion",),
    ("deception", "fraud"),
    ("abuse_of_power",),
    ("vulnerability",),
    ("payments",),
)
REQUIRED_PURPOSES = (
    ("prostitution", "sexual_exploitation"),
    ("forced_labour",),
    ("similar_practices", "slavery"),
    ("servitude", "similar_practices"),
    ("organ_removal",),
)
ADULT_AGE = 18


class Verdict(NamedTuple):
    """A suggestion for one item: the row that is stored.

    extent: full, partial, contrary or absent. missing: names, separated by semicolons. number,
    start, end: the words it rests on; empty where the law is silent.
    """

    item: str
    extent: str
    rule: str
    missing: str
    number: str
    start: int
    end: int
    evidence: str


def suggest_verdicts(definition: DefinitionRead, complete: bool = True) -> list[Verdict]:
    """Suggestions for article 3(a) to (d). In an incomplete text nothing is called contrary or
    absent.
    """
    suggested = (
        judge_definition(definition, complete),
        judge_consent(definition, complete),
        judge_child_rule(definition, complete),
        judge_child_age(definition, complete),
    )
    return [verdict for verdict in suggested if verdict]


def _verdict(
    item: str, extent: str, rule: str, where: Element | None = None, missing: str = ""
) -> Verdict:
    if where is None or where.start >= where.end:
        return Verdict(item, extent, rule, missing, "", 0, 0, "")
    passage = (where.number, where.start, where.end, where.evidence)
    return Verdict(item, extent, rule, missing, *passage)


def judge_definition(definition: DefinitionRead, complete: bool) -> Verdict | None:
    """3(a): acts, means, purposes."""
    if not definition.acts:
        rule = "no definition found in a complete law"
        return _verdict("palermo:3.a", "absent", rule) if complete else None
    missing = missing_elements(definition)
    has_means = bool(definition.means.keys() - {"other"})
    rule = "all elements" if has_means else "no means required: wider than 3(a)"
    return _verdict(
        "palermo:3.a",
        "partial" if missing else "full",
        "elements missing" if missing else rule,
        definition.passage,
        ";".join(missing),
    )


def missing_elements(definition: DefinitionRead) -> list[str]:
    """What article 3(a) names and the law does not."""
    means = definition.means.keys() - {"other"}
    missing = missing_groups(REQUIRED_ACTS, definition.acts)
    if means:
        missing += missing_groups(REQUIRED_MEANS, means)
    missing += missing_groups(REQUIRED_PURPOSES, definition.purposes)
    return [*missing, "adults"] if definition.children_only else missing


def missing_groups(groups: Iterable[tuple[str, ...]], names: Container[str]) -> list[str]:
    """The first name of each group of which there is none."""
    return [group[0] for group in groups if not any(name in names for name in group)]


def judge_consent(definition: DefinitionRead, complete: bool) -> Verdict | None:
    """3(b): the victim's consent is irrelevant."""
    if not definition.acts:
        return None
    part = "consent_irrelevant"
    if definition.consent_irrelevant:
        extent = "full" if definition.consent_irrelevant == "yes" else "partial"
        where = definition.single.get(part)
        return _verdict("palermo:3.b", extent, definition.rules[part], where)
    rule = "nothing on consent in a complete law"
    return _verdict("palermo:3.b", "absent", rule) if complete else None


def judge_child_rule(definition: DefinitionRead, complete: bool) -> Verdict | None:
    """3(c): no means are required where the victim is a child."""
    part = "means_required_for_child"
    required = definition.means_required_for_child
    if required is None or (required == "yes" and not complete):
        return None
    extent = "full" if required == "no" else "contrary"
    return _verdict("palermo:3.c", extent, definition.rules[part], definition.single.get(part))


def judge_child_age(definition: DefinitionRead, complete: bool) -> Verdict | None:
    """3(d): a child is under 18."""
    age = definition.child_age
    if age is None:
        rule = "no age of a child in a complete law"
        silent = complete and definition.acts
        return _verdict("palermo:3.d", "absent", rule) if silent else None
    extent = "full" if age >= ADULT_AGE else "partial"
    where = definition.single["child_age"]
    return _verdict("palermo:3.d", extent, f"a child is under {age}", where)
