"""From the elements of a law to suggested verdicts on article 3(a) to (d) of the Protocol, each
with the rule that fired.

A law that asks for no means at all reaches further than 3(a): no gap. 3(c) is contrary only where
means are part of the definition and no rule on children stands anywhere in a complete law.
Suggestions never count as verdicts.
"""

from dataclasses import dataclass

from ingest.machine.definition import Elements, Place


@dataclass(frozen=True)
class Verdict:
    """A suggestion for one item: full, partial, contrary or absent, the rule that fired, what is
    missing, and the words it stands on.
    """

    item: str
    extent: str
    rule: str
    missing: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


def verdicts(found: Elements, complete: bool = True) -> list[Verdict]:
    """Suggestions for article 3(a) to (d). In an incomplete text nothing is called contrary or
    absent.
    """
    return [
        one
        for one in (
            _definition(found, complete),
            _consented(found, complete),
            _children(found, complete),
            _aged(found, complete),
        )
        if one
    ]


def _definition(found: Elements, complete: bool) -> Verdict | None:
    if not found.acts:
        return (
            Verdict("palermo:3.a", "absent", "no definition found in a complete law")
            if complete
            else None
        )
    acts, means, purposes = set(found.acts), set(found.means) - {"other"}, set(found.purposes)
    missing = [name for name in ("recruitment", "harbouring", "receipt") if name not in acts]
    missing += ["transportation"] if not acts & {"transportation", "transfer"} else []
    if means:  # a law without means reaches further than 3(a): no gap
        wanted = (
            {"threat", "force"},
            {"coercion"},
            {"fraud", "deception"},
            {"abuse_of_power"},
            {"vulnerability"},
            {"payments"},
        )
        missing += [sorted(group)[0] for group in wanted if not means & group]
    aims = (
        {"prostitution", "sexual_exploitation"},
        {"forced_labour"},
        {"slavery", "similar_practices"},
        {"servitude", "similar_practices"},
        {"organ_removal"},
    )
    missing += [sorted(group)[0] for group in aims if not purposes & group]
    missing += ["adults"] if found.children_only else []
    rule = (
        "elements missing"
        if missing
        else "all elements"
        if means
        else "no means required: wider than 3(a)"
    )
    return Verdict(
        "palermo:3.a",
        "partial" if missing else "full",
        rule,
        tuple(missing),
        tuple(found.acts.values()),
    )


def _consented(found: Elements, complete: bool) -> Verdict | None:
    place = tuple(filter(None, [found.places.get("consent_irrelevant")]))
    if found.consent_irrelevant and found.acts:
        return Verdict(
            "palermo:3.b",
            "full" if found.consent_irrelevant == "yes" else "partial",
            found.rules["consent_irrelevant"],
            (),
            place,
        )
    return (
        Verdict("palermo:3.b", "absent", "nothing on consent in a complete law")
        if complete and found.acts
        else None
    )


def _children(found: Elements, complete: bool) -> Verdict | None:
    place = tuple(filter(None, [found.places.get("means_required_for_child")]))
    rule = found.rules.get("means_required_for_child", "")
    if found.means_required_for_child == "no":
        return Verdict("palermo:3.c", "full", rule, (), place)
    return (
        Verdict("palermo:3.c", "contrary", rule, (), place)
        if found.means_required_for_child == "yes" and complete
        else None
    )


def _aged(found: Elements, complete: bool) -> Verdict | None:
    if found.child_age is None:
        return (
            Verdict("palermo:3.d", "absent", "no age of a child in a complete law")
            if complete and found.acts
            else None
        )
    full = found.child_age >= 18
    return Verdict(
        "palermo:3.d",
        "full" if full else "partial",
        f"a child is under {found.child_age}",
        (),
        (found.places["child_age"],),
    )
