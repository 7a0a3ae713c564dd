"""/provision/sle-act-2022-12:12 : one article, the items it gives effect to, and how peers worded
the same.
"""

from typing import Any

from datasette import NotFound, hookimpl

from plugins.kit.citations import load_citation, site_of
from plugins.kit.evidence import Span, cut_at_spans, find_words, passage
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
  coalesce(p.language, substr(i.language, 1, 2), 'und') as words_language,
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
        c.evidence,
        c.main,
        c.verification,
        c.source,
        c.locator,
        c.reviewer,
        c.reviewed_on,
        c.review_reason,
        c.review_language,
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
    "rejections": """
      select r.*, t.label_xx as label
      from rejection r
      join item t on t.code = r.item
      where r.provision = :id
      order by t.ordinal""",
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
      select
        s.*,
        t.label_xx as label,
        c.item is not null as confirmed,
        r.reviewer as rejected_by,
        (select group_concat(lower(e.label_xx), ', ')
         from concept e
         where instr(';' || s.missing || ';', ';' || e.id || ';')) as not_named
      from suggestion s
      join item t on t.code = s.item
      left join rejection r on r.provision = s.provision and r.item = s.item
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
    # where the words are that are not here yet
    "elsewhere": """
      select address
      from text_wanted
      where instrument = :instrument""",
    # of each other State the wording nearest to this one, neighbours first; the words themselves
    # are read of these few alone
    "peers": """
      with me as (
        select i.country, i.language
        from provision p
        join instrument i on i.id = p.instrument
        where p.id = :id
      ), worded as (
        select
          q.id,
          i.country,
          i.language = me.language as same_language,
          i.adopted_on,
          max(c.basis = 'text') as read,
          q.text is not null as held,
          group_concat(c.item, ';') as items,
          min(c.evidence) as evidence
        from crossref mine
        join crossref c
          on c.item = mine.item
          and c.provision <> mine.provision
          and c.extent = 'full'
        join provision q on q.id = c.provision
        join instrument i on i.id = q.instrument
        join me on i.country is not null and i.country is not me.country
        where mine.provision = :id
          and mine.main is not 0
          and (q.summary_en is not null or q.text is not null)
        group by q.id
      ), ranked as (
        select
          *,
          row_number() over (
            partition by country order by read desc, held desc, adopted_on desc, id
          ) as place
        from worded
      ), nearest as (
        select
          r.*,
          coalesce((
            select 2 from border b
            where b.country_a = min(r.country, me.country)
              and b.country_b = max(r.country, me.country)
          ), (
            select 1 from membership m
            join membership n on n."grouping" = m."grouping" and n.country = me.country
            where m.country = r.country and m.left_on is null and n.left_on is null
          ), 0) as near
        from ranked r, me
        where place = 1
      )
      select
        r.place,
        r.read,
        r.near,
        r.adopted_on,
        r.items,
        q.id,
        q.label,
        q.heading,
        q.summary_en,
        q.summary_fr,
        q.text,
        r.evidence,
        coalesce(q.language, substr(i.language, 1, 2), 'und') as words_language,
        i.title_xx as instrument,
        k.name_xx as country,
        r.same_language
      from (
        select *
        from nearest
        order by near desc, same_language desc, read desc, held desc, adopted_on desc
        limit 6
      ) r
      join provision q on q.id = r.id
      join instrument i on i.id = q.instrument
      join country k on k.id = i.country
      order by r.near desc, r.same_language desc, r.read desc, r.held desc, r.adopted_on desc""",
    "texts": """
      select v.*
      from version v
      join provision p on p.instrument = v.instrument
      where p.id = :id and p.text is not null
      order by v.ordinal desc
      limit 1""",
    "older": """
      select v.id, v.received_on, v.text_state, v.as_of
      from version v
      join version_text t on t.version = v.id
      join provision p on p.id = v.instrument || ':' || article_key(t.number, t.label)
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
    parts = await load_parts(query, PARTS, id=identity, instrument=found[0]["instrument"])
    text = found[0]["text"] or ""
    links = link_spans(text, parts["rows"])
    return {
        "provision": found[0],
        **parts,
        "key": identity.partition(":")[2],
        "rows": [{**row, "in_text": row["item"] in links} for row in parts["rows"]],
        "peers": [with_passage(peer) for peer in parts["peers"]],
        "pieces": cut_at_spans(text, [*links.values(), *machine_spans(parts)]),
        "citation": await load_citation(query, identity, site_of(request)),
        "sources": await source_titles(query),
    }


def link_spans(text: str, links: list[Row]) -> dict[str, Span]:
    """By item: where in the text the words stand that a link of it quotes, where they do."""
    found = {row["item"]: find_words(text, row["evidence"] or "") for row in links}
    return {item: Span(*span, item, "link") for item, span in found.items() if span}


def machine_spans(parts: dict[str, list[Row]]) -> list[Span]:
    """The evidence of every machine suggestion, named by the code of its item, or penalty,
    definition or verdict.
    """
    rows = [(row["item"], row) for row in parts["suggestions"]]
    rows += [(name, row) for part, name in EVIDENCE_OF.items() for row in parts[part]]
    return [Span(row["evidence_start"], row["evidence_end"], name, "machine") for name, row in rows]


def with_passage(peer: Row) -> Row:
    """A provision of a peer with a passage of its words, around those its link quotes, in place of
    them all.
    """
    text = peer["text"] or ""
    words = passage(text, find_words(text, peer["evidence"] or ""))
    return {**{name: peer[name] for name in peer if name != "text"}, "words": words or None}


@hookimpl
def register_routes() -> list[Any]:
    path = r"provision/(?P<id>[a-z0-9-]+:[^/]+?)"
    examples = ("/provision/sle-act-2022-12:12", "/provision/ben-loi-2006-04:nc-1")
    return [route(path, "provision.html", load_provision, examples=examples)]
