"""/provision/sle-act-2022-12:12 : one article, the items it gives effect to, and how peers worded
the same.
"""

import itertools
from typing import Any

from datasette import NotFound, hookimpl

from plugins.kit.citations import load_citation, site_of
from plugins.kit.language import gettext as _
from plugins.kit.page import Query, Row, route
from plugins.kit.records import load_parts, source_titles

PROVISION = """
select
  p.*,
  i.title_xx as instrument_title,
  i.title as instrument_title_original,
  i.country,
  i.status,
  i.kind,
  i.number as instrument_number,
  k.name_xx as country_name
from provision p
join instrument i on i.id = p.instrument
left join country k on k.id = i.country
where p.id = :id
"""
PARTS = {
    "rows": """
      select
        c.item,
        t.label_xx as label,
        t.pillar,
        c.extent,
        c.basis,
        c.main,
        c.verification,
        c.source,
        c.locator,
        c.reviewer,
        c.reviewed_on,
        c.note_en,
        c.note_fr,
        c.reason_en,
        c.reason_fr,
        s.certainty,
        coalesce(c.as_of, p.as_of, i.as_of) as as_of
      from crossref c
      join item t on t.code = c.item
      join link_certainty s on s.provision = c.provision and s.item = c.item
      join provision p on p.id = c.provision
      join instrument i on i.id = p.instrument
      where c.provision = :id
      order by c.main desc, t.ordinal""",
    "penalties": "select * from penalty where provision = :id order by ordinal",
    "definitions": "select * from definition where provision = :id",
    "commitments": """
      select
        c.*,
        (select group_concat(item, ';') from commitment_item x where x.commitment = c.id) as items
      from commitment c
      where c.provision = :id
      order by c.ordinal""",
    "second_readings": """
      select s.*, t.label_xx as label
      from second_reading s
      join item t on t.code = s.item
      where s.provision = :id""",
    "witnesses": """
      select *
      from witness
      where entity = 'provision' and entity_id = :id
      order by field is null, source""",
    "suggestions": """
      select s.*, t.label_xx as label, c.item is not null as confirmed
      from suggestion s
      join item t on t.code = s.item
      left join crossref c on c.provision = s.provision and c.item = s.item
      where s.provision = :id
      order by s.confidence = 'strong' desc, s.confidence = 'possible' desc, t.ordinal""",
    "read_penalties": "select * from penalty_suggestion where provision = :id order by ordinal",
    "read_elements": """
      select *
      from element_suggestion
      where provision = :id
      order by evidence_start""",
    "read_verdicts": """
      select v.*, t.label_xx as label, h.best as held
      from verdict_suggestion v
      join item t on t.code = v.item
      left join verdict_held h on h.instrument = v.instrument and h.item = v.item
      where v.provision = :id
      order by t.ordinal""",
    "differences": "select * from penalty_difference where provision = :id",
    "peers": """
      select
        c.item,
        c.extent,
        q.id,
        q.label,
        q.heading,
        q.summary_en,
        q.summary_fr,
        i.title_xx as instrument,
        k.name_xx as country,
        i.language = j.language as same_language
      from crossref mine
      join crossref c
        on c.item = mine.item
        and c.provision <> mine.provision
        and c.extent = 'full'
      join provision q on q.id = c.provision
      join instrument i on i.id = q.instrument
      join country k on k.id = i.country
      join provision p on p.id = mine.provision
      join instrument j on j.id = p.instrument
      where mine.provision = :id
        and mine.main is not 0
        and i.country is not j.country
        and q.summary_en is not null
      order by c.basis = 'text' desc, same_language desc, i.adopted_on desc
      limit 6""",
    "texts": """
      select v.*
      from version v
      join provision p on p.instrument = v.instrument
      where p.id = :id and p.text is not null
      order by v.ordinal desc
      limit 1""",
    "older": """
      select v.id, v.received_on, v.text_state
      from version v
      join version_text t on t.version = v.id
      join provision p
        on p.instrument = v.instrument
        and (t.number = p.number or t.label = p.label)
      where p.id = :id
        and v.ordinal < (select max(ordinal) from version where instrument = v.instrument)
      group by v.id
      order by v.ordinal desc""",
    "near": """
      select p.id, p.label, p.ordinal
      from provision p
      join provision me on me.instrument = p.instrument
      where me.id = :id and p.ordinal in (me.ordinal - 1, me.ordinal + 1)
      order by p.ordinal""",
}
EVIDENCE_OF = {
    "read_penalties": "penalty",
    "read_elements": "definition",
    "read_verdicts": "verdict",
}


async def load_provision(query: Query, request: Any) -> dict[str, Any]:
    """One provision; its table is the list of its items."""
    identity = request.url_vars["id"]
    found = await query(PROVISION, id=identity)
    if not found:
        raise NotFound(_("No provision is called %(id)s.", id=identity))
    parts = await load_parts(query, PARTS, id=identity)
    return {
        "provision": found[0],
        **parts,
        "pieces": cut_at_evidence(found[0]["text"] or "", evidence_spans(parts)),
        "citation": await load_citation(query, identity, site_of(request)),
        "sources": await source_titles(query),
    }


def evidence_spans(parts: dict[str, list[Row]]) -> list[tuple[int, int, str]]:
    """Start, end and name of the evidence of every machine suggestion: the code of its item, or
    penalty, definition or verdict.
    """
    rows = [(row["item"], row) for row in parts["suggestions"]]
    rows += [(name, row) for part, name in EVIDENCE_OF.items() for row in parts[part]]
    return [(row["evidence_start"], row["evidence_end"], name) for name, row in rows]


def cut_at_evidence(text: str, spans: list[tuple[int, int, str]]) -> list[dict[str, Any]]:
    """The text cut where evidence begins or ends; each piece with the names of the evidence it is
    part of.
    """
    within = [(max(0, start), min(len(text), end), name) for start, end, name in spans]
    cuts = sorted(
        {0, len(text), *(place for start, end, _name in within for place in (start, end))}
    )
    return [
        {
            "words": text[start:end],
            "items": sorted(
                {name for first, last, name in within if first <= start and end <= last}
            ),
        }
        for start, end in itertools.pairwise(cuts)
        if start < end
    ]


@hookimpl
def register_routes() -> list[Any]:
    path = r"provision/(?P<id>[a-z0-9-]+:[^/]+?)"
    examples = ("/provision/sle-act-2022-12:12", "/provision/ben-loi-2006-04:nc-1")
    return [route(path, "provision.html", load_provision, examples=examples)]
