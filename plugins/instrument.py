"""/instrument/sle-act-2022-12 : one law, plan or agreement with its provisions and what each of
them gives effect to.
"""

from typing import Any

from datasette import NotFound, hookimpl

from plugins.kit.citations import load_citation, site_of
from plugins.kit.language import gettext as _
from plugins.kit.page import Query, grouped, route
from plugins.kit.records import load_parts, source_titles

PARTS = {
    "rows": "select * from provision where instrument = :id order by ordinal",
    "crossrefs": """
      select
        c.provision,
        c.item,
        t.label_xx as label,
        c.extent,
        c.basis,
        c.main,
        c.verification,
        s.certainty
      from crossref c
      join provision p on p.id = c.provision
      join item t on t.code = c.item
      join link_certainty s on s.provision = c.provision and s.item = c.item
      where p.instrument = :id
      order by c.main desc, t.ordinal""",
    "penalties": """
      select x.*
      from penalty x
      join provision p on p.id = x.provision
      where p.instrument = :id
      order by x.provision, x.ordinal""",
    "relations": """
      select r.kind, r.other as id, i.title_xx as title, 'of' as direction
      from relation r
      join instrument i on i.id = r.other
      where r.instrument = :id
      union all
      select r.kind, r.instrument, i.title_xx as title, 'by'
      from relation r
      join instrument i on i.id = r.instrument
      where r.other = :id""",
    "parties": """
      select p.*, k.name_xx as name
      from party p
      join country k on k.id = p.country
      where p.instrument = :id
      order by k.name_xx collate alphabet, p.source""",
    "counts": "select * from treaty_count where instrument = :id order by as_of desc",
    "absent": """
      select a.item, a.country, a.role, t.label_xx as label
      from absent_in_act a
      join item t on t.code = a.item
      where a.instrument = :id
      order by t.ordinal""",
    "not_looked_for": """
      select n.*, t.label_xx as label
      from not_looked_for n
      join item t on t.code = n.item
      where n.instrument = :id
      order by t.ordinal""",
    "activities": "select id from plan_activity where plan = :id",  # the page of the plan has them
    "witnesses": """
      select *
      from witness
      where entity = 'instrument' and entity_id = :id
      order by field is null, source""",
    "conflicts": """
      select *
      from conflict
      where entity = 'instrument' and entity_id = :id and kind = 'value'""",
    "bodies": """
      select id, name_en, name_fr, country
      from body
      where instrument = :id
      order by name_xx collate alphabet""",
    "clock": "select * from plan_clock where id = :id",
    "versions": "select * from version where instrument = :id order by ordinal desc",
    "suggested": """
      select s.provision, s.item, t.label_xx as label, s.confidence
      from suggestion s
      join provision p on p.id = s.provision
      join item t on t.code = s.item
      left join crossref c on c.provision = s.provision and c.item = s.item
      where p.instrument = :id and c.item is null and s.confidence <> 'weak'
        and not exists (
          select 1 from rejection r where r.provision = s.provision and r.item = s.item)
      order by s.confidence = 'strong' desc, t.ordinal""",
    "read_penalties": """
      select s.*
      from penalty_suggestion s
      join provision p on p.id = s.provision
      where p.instrument = :id and s.provision not in (select provision from penalty)
      order by s.provision, s.ordinal""",
    "read_verdicts": """
      select v.*, t.label_xx as label, h.best as held, p.label as article
      from verdict_suggestion v
      join item t on t.code = v.item
      left join provision p on p.id = v.provision
      left join verdict_held h on h.instrument = v.instrument and h.item = v.item
      where v.instrument = :id
      order by t.ordinal""",
    "elsewhere": "select address from text_wanted where instrument = :id",
    "nearest": """
      select n.*, t.label_xx as label, p.label as article
      from nearest_suggestion n
      join item t on t.code = n.item
      left join provision p on p.id = n.provision
      where n.instrument = :id and not exists (
        select 1
        from crossref c
        join provision q on q.id = c.provision
        where q.instrument = n.instrument and c.item = n.item)
      order by t.ordinal""",
    "differences": """
      select d.*
      from penalty_difference d
      join provision p on p.id = d.provision
      where p.instrument = :id""",
}
INSTRUMENT = """
select i.*, k.name_xx as country_name
from instrument i
left join country k on k.id = i.country
where i.id = :id
"""
SOURCE = "select id, title, publisher, url, licence, reuse from source where id = :id"
READ_IN = ("crossrefs", "penalties", "suggested", "read_penalties")
GROUPED_BY = {
    "crossrefs": "provision",
    "penalties": "provision",
    "suggested": "provision",
    "read_penalties": "provision",
    "differences": "provision",
}


async def load_instrument(query: Query, request: Any) -> dict[str, Any]:
    """One instrument; its table is the list of its provisions."""
    identity = request.url_vars["id"]
    found = await query(INSTRUMENT, id=identity)
    if not found:
        raise NotFound(_("No instrument is called %(id)s.", id=identity))
    parts = await load_parts(query, PARTS, id=identity)
    return {
        "instrument": found[0],
        **parts,
        **{name: grouped(parts[name], column) for name, column in GROUPED_BY.items()},
        "sources": await source_titles(query),
        "origin": (await query(SOURCE, id=found[0]["source"]))[0],
        "citation": await load_citation(query, identity, site_of(request)),
        "unread": unread(parts),
    }


def unread(parts: dict[str, Any]) -> list[str]:
    """The provisions of which only the words are held: nobody has read them, and the machine
    suggests nothing.
    """
    spoken_of = {row["provision"] for name in READ_IN for row in parts[name]}
    return [
        row["id"]
        for row in parts["rows"]
        if row["text"] and not row["summary_en"] and row["id"] not in spoken_of
    ]


@hookimpl
def register_routes() -> list[Any]:
    path = r"instrument/(?P<id>[a-z0-9-]+)"
    examples = (
        "/instrument/sle-act-2022-12",
        "/instrument/abuja-2006",
        "/instrument/palermo",
        "/instrument/nga-plan-2022",
    )
    return [route(path, "instrument.html", load_instrument, "/provision/{id}", examples)]
