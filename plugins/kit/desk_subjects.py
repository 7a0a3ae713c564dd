"""What is to be decided of an act, article by article: recorded links, the machine's suggestions,
penalties and elements of the definition, each with where it stands among reviewers.

A subject is a dict: entity, entity_id and field as in the table decision; kind (recorded, strong,
possible, weak, read or added); what the record says (`seen`) and what is proposed (`proposed`), as
values of the table decision; where its words stand (start, end).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ingest.review.standing import (
    PARTS_OF_DEFINITION,
    Decision,
    Standing,
    as_value,
    hash_of_provision,
    is_same,
    standing_of,
)
from ingest.review.store import hash_words
from plugins.kit.evidence import Span, cut_at_spans, find_words
from plugins.kit.page import Query, Row, grouped
from plugins.kit.records import load_parts

EXTENTS = ("full", "partial", "contrary", "touches")  # touches: a link without an extent
SUMMARIES = ("summary_en", "summary_fr")
SAMPLE = 10  # of so many subjects one is read twice, the second time without the first decision
WHERE = "p.instrument = :id and (:provision is null or p.id = :provision)"
SUGGESTED = ("strong", "possible", "weak", "read")
PARTS = {
    "provisions": f"""
      select
        p.*,
        coalesce(p.language, substr(i.language, 1, 2), 'und') as words_language
      from provision p
      join instrument i on i.id = p.instrument
      where {WHERE}
      order by p.ordinal""",
    "crossref": f"""
      select c.*, t.label_xx as label
      from crossref c
      join provision p on p.id = c.provision
      join item t on t.code = c.item
      where {WHERE}
      order by c.main desc, t.ordinal""",
    "suggestion": f"""
      select s.*, t.label_xx as label
      from suggestion s
      join provision p on p.id = s.provision
      join item t on t.code = s.item
      where {WHERE}
      group by s.provision, s.item
      order by
        min(s.confidence <> 'strong'),
        min(s.confidence <> 'possible'),
        t.ordinal""",
    "penalty": f"""
      select x.*
      from penalty x
      join provision p on p.id = x.provision
      where {WHERE}
      order by x.ordinal""",
    "penalty_suggestion": f"""
      select x.*
      from penalty_suggestion x
      join provision p on p.id = x.provision
      where {WHERE}
      order by x.ordinal""",
    "definition": f"""
      select d.*
      from definition d
      join provision p on p.id = d.provision
      where {WHERE}""",
    "element_suggestion": f"""
      select e.*
      from element_suggestion e
      join provision p on p.id = e.provision
      left join choice c on c.list = 'definition_element' and c.value = e.name
      where {WHERE}
      order by c.ordinal""",
    "second_reading": f"""
      select s.*, t.label_xx as label
      from second_reading s
      join provision p on p.id = s.provision
      join item t on t.code = s.item
      where {WHERE}""",
    "witness": f"""
      select w.*
      from witness w
      join provision p on p.id = w.entity_id
      where w.entity = 'provision' and {WHERE}""",
}
Decisions = Mapping[tuple[str, str, str], list[Decision]]


def is_sampled(subject: Row) -> bool:
    """Is this one of those that two reviewers read without knowing of each other?"""
    digest = hash_words(subject["entity"], subject["entity_id"], subject["field"])
    return int(digest[:8], 16) % SAMPLE == 0


async def load_articles(
    query: Query, decisions: Decisions, labels: Mapping[str, str], id: str, provision: str | None
) -> list[Row]:
    """The articles of an act, or one, each with its words, their hash and its subjects. `labels`
    are those of the items by their codes.
    """
    parts = await load_parts(query, PARTS, id=id, provision=provision)
    rows = {
        name: grouped(parts[name], "entity_id" if name == "witness" else "provision")
        for name in PARTS
        if name != "provisions"
    }
    articles = []
    for row in parts["provisions"]:
        own = {name: found.get(row["id"], []) for name, found in rows.items()}
        articles.append(article_of(row, own, decisions, labels))
    return articles


def article_of(
    provision: Row, own: Mapping[str, list[Row]], decisions: Decisions, labels: Mapping[str, str]
) -> Row:
    """One article with its subjects, its words cut where their evidence begins and ends."""
    digest, text = hash_of_provision(provision), provision["text"] or ""
    subjects = [*links_of(provision, own), *penalties_of(own), *elements_of(provision, own)]
    subjects += added_at_desk(provision, subjects, decisions, labels)
    for subject in subjects:
        key = (subject["entity"], subject["entity_id"], subject["field"])
        subject["standing"] = standing_of(decisions.get(key, []), digest, subject["seen"])
        subject["written"] = is_written(subject.get("record") or {})
    none = decisions.get(("provision", provision["id"], ""), [])
    return {
        "provision": provision,
        "hash": digest,
        "pieces": cut_at_spans(text, spans_of(subjects)) if text else [],
        "subjects": subjects,
        "none": standing_of(none, digest),
        "second_readings": own["second_reading"],
        "witnesses": own["witness"],
    }


def added_at_desk(
    provision: Row, subjects: list[Row], decisions: Decisions, labels: Mapping[str, str]
) -> Iterator[Row]:
    """What reviewers added to an article that neither the record nor the machine has, or proposed
    for its summary; none that the record has by now.
    """
    known = {(subject["entity"], subject["field"]) for subject in subjects}
    penalties = {subject["seen"] for subject in subjects if subject["entity"] == "penalty"}
    for (entity, identity, field), rows in decisions.items():
        if identity != provision["id"] or (entity, field) in known:
            continue
        if entity == "crossref":
            yield new_subject(entity, identity, field, "added", label=labels.get(field, field))
        elif field and (entity != "penalty" or field[0] == "+"):
            recorded = penalties if entity == "penalty" else {provision.get(field)}
            proposed = newest_value(rows)
            if proposed not in {None, *recorded}:
                more = {"seen": provision.get(field), "proposed": proposed}
                yield new_subject(entity, identity, field, "added", **more)


def newest_value(decisions: list[Decision]) -> str | None:
    """The value given last; None where none was."""
    given = [row["value"] for row in decisions if row["value"]]
    return str(given[-1]) if given else None


def spans_of(subjects: list[Row]) -> list[Span]:
    """The words that each subject rests on, and those that the machine read beside a link."""
    spans = [
        Span(s["start"], s["end"], s["field"], "link" if s["kind"] == "recorded" else "machine")
        for s in subjects
        if s["start"] is not None
    ]
    return spans + [
        Span(read["evidence_start"], read["evidence_end"], read["item"], "machine")
        for subject in subjects
        for read in subject.get("read", [])
    ]


def is_written(record: Row) -> bool:
    """Did `make decisions` bring a reviewer's decision into the record, perhaps from elsewhere?"""
    return bool(record.get("verification") == "reviewed")


def new_subject(entity: str, identity: str, field: str, kind: str, **more: Any) -> Row:
    """A subject with nothing said of it."""
    empty: Row = {"label": "", "seen": None, "proposed": None, "start": None, "end": None}
    empty |= {"engine": None, "written": False, "standing": Standing()}
    named = {"entity": entity, "entity_id": identity, "field": field, "kind": kind}
    return {**empty, **named, **more}


def links_of(provision: Row, own: Mapping[str, list[Row]]) -> list[Row]:
    """The links recorded, then those suggested."""
    text, identity, links = provision["text"] or "", provision["id"], []
    for row in own["crossref"]:
        start, end = find_words(text, row["evidence"] or "") or (None, None)
        more = {"label": row["label"], "seen": row["extent"] or "touches", "record": row}
        more["read"] = [read for read in own["suggestion"] if read["item"] == row["item"]]
        links.append(
            new_subject("crossref", identity, row["item"], "recorded", start=start, end=end, **more)
        )
    recorded = {row["item"] for row in own["crossref"]}
    for row in own["suggestion"]:
        if row["item"] in recorded:
            continue
        more = {"label": row["label"], "engine": row["model_version"], "method": row["method"]}
        more |= {"start": row["evidence_start"], "end": row["evidence_end"]}
        links.append(new_subject("crossref", identity, row["item"], row["confidence"], **more))
    return links


def penalties_of(own: Mapping[str, list[Row]]) -> list[Row]:
    """The penalties recorded, each with what the machine read in its place; else those it read."""
    recorded, read = own["penalty"], own["penalty_suggestion"]
    found = []
    for place, row in enumerate(recorded):
        seen = as_value(row)
        machine = read[place] if place < len(read) and len(read) == len(recorded) else None
        more = of_machine(machine, seen) if machine else {}
        field = str(row["ordinal"])
        found.append(
            new_subject("penalty", row["provision"], field, "recorded", seen=seen, **more)
            | {"record": row}
        )
    if not recorded:
        for row in read:
            field = f"+{row['ordinal']}"  # to be added, not one recorded
            more = of_machine(row, None)
            found.append(new_subject("penalty", row["provision"], field, "read", **more))
    return found


def of_machine(row: Row, seen: str | None) -> Row:
    """What a subject has of a penalty that the machine read; the same as seen proposes nothing."""
    value = as_value(row)
    words = {"start": row["evidence_start"], "end": row["evidence_end"]}
    return {**words, "engine": row["model_version"], "proposed": None if value == seen else value}


def elements_of(provision: Row, own: Mapping[str, list[Row]]) -> list[Row]:
    """The parts of a definition, as recorded and as read."""
    held = own["definition"][0] if own["definition"] else {}
    read = grouped(own["element_suggestion"], "part")
    found = []
    for part in PARTS_OF_DEFINITION:
        rows = read.get(part, [])
        seen = str(held[part]) if held.get(part) is not None else None
        names = ";".join(row["name"] for row in rows)
        if seen is None and not rows:
            continue
        proposed = names if rows and not is_same(names, seen) else None
        more: Row = {"seen": seen, "proposed": proposed}
        if rows:
            first = min(rows, key=lambda row: int(row["evidence_start"]))
            more |= {"start": first["evidence_start"], "end": first["evidence_end"]}
            more |= {"engine": first["model_version"]}
        kind = "recorded" if seen is not None else "read"
        more["record"] = held if seen is not None else None
        found.append(new_subject("definition", provision["id"], part, kind, **more))
    return found
