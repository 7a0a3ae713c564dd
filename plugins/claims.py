"""/claims and /conflicts : what became of the gaps that others named, and where two sources give
different values.
"""

from typing import Any

from datasette import hookimpl

from plugins.kit.feed_pages import number_of
from plugins.kit.known_values import refuse_unknown_values
from plugins.kit.page import Query, route
from plugins.kit.records import load_parts, source_titles

PAGE_SIZE = 70  # conflicts shown at once; JSON and CSV have them all
DECK = "iom-deck-2024"
CLAIMS = """
select
  c.id,
  c.statement_xx as statement,
  c.made_by,
  c.made_on,
  c.locator,
  c.subject,
  c.country,
  k.name_xx as country_name,
  c.item,
  t.label_xx as item_label,
  c.corridor,
  c.instrument,
  i.title_xx as instrument_title,
  c.status,
  c.closed_on,
  c.evidence_xx as evidence,
  c.evidence_source,
  c.evidence_locator,
  c.evidence_verification
from claim c
left join country k on k.id = c.country
left join item t on t.code = c.item
left join instrument i on i.id = c.instrument
where (:status = '' or c.status = :status)
  and (:subject = '' or c.subject = :subject)
  and (
    :country = ''
    or c.country = :country
    or instr(upper('-' || c.corridor || '-'), '-' || :country || '-')
  )
order by
  c.made_by <> :deck,
  c.made_on,
  instr('closed contradicted open', c.status),
  c.subject,
  c.id
"""
CLAIM_CHOICES = {
    "statuses": "select status as id, count(*) as n from claim group by 1",
    "subjects": "select distinct subject as id from claim order by 1",
    "countries": """
      select k.id, k.name_xx as name
      from country k
      where exists (
        select 1
        from claim c
        where c.country = k.id or instr(upper('-' || c.corridor || '-'), '-' || k.id || '-')
      )
      order by 2 collate alphabet""",
}
CONFLICTS = """
select
  c.*,
  k.name_xx as country_name,
  t.label_xx as item_label,
  coalesce(i.title_xx, j.title_xx, b.name_xx) as title
from conflict_age c
left join country k on k.id = c.country
left join item t on t.code = c.item
left join instrument i on c.entity = 'instrument' and i.id = c.entity_id
left join provision p on c.entity = 'provision' and p.id = c.entity_id
left join instrument j on j.id = p.instrument
left join body b on c.entity = 'body' and b.id = c.entity_id
where (:kind = '' or c.kind = :kind) and (:country = '' or c.country = :country)
order by
  instr('extent finding party tier value marked', c.kind),
  k.name_xx collate alphabet,
  c.entity_id,
  c.field
"""
CONFLICT_CHOICES = {
    "kinds": "select kind as id, count(*) as n from conflict group by 1",
    "countries": """
      select distinct k.id, k.name_xx as name
      from conflict c
      join country k on k.id = c.country
      order by 2 collate alphabet""",
}


async def load_claims(query: Query, request: Any) -> dict[str, Any]:
    """Every claim with its state and evidence, those of the deck of 2024 first."""
    asked = read_filters(request, "status", "subject", "country")
    await refuse_unknown_values(query, asked, status="claim_status", subject="claim_subject")
    return {
        "rows": await query(CLAIMS, **asked, deck=DECK),
        "asked": asked,
        "choices": await load_parts(query, CLAIM_CHOICES),
        "sources": await source_titles(query),
    }


async def load_conflicts(query: Query, request: Any) -> dict[str, Any]:
    """Every conflict with both values, both sources and the dates of both sides."""
    asked = read_filters(request, "kind", "country")
    await refuse_unknown_values(query, asked, kind="conflict_kind")
    rows = await query(CONFLICTS, **asked)
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    number = min(pages, number_of(request))
    return {
        "rows": rows,
        "shown": [(number - 1) * PAGE_SIZE, number * PAGE_SIZE],
        "page": number,
        "pages": pages,
        "asked": asked,
        "choices": await load_parts(query, CONFLICT_CHOICES),
        "sources": await source_titles(query),
    }


def read_filters(request: Any, *names: str) -> dict[str, str]:
    """The values of filters in the address; codes of countries in capitals."""
    asked = {name: request.args.get(name, "").strip() for name in names}
    return {**asked, "country": asked["country"].upper()}


@hookimpl
def register_routes() -> list[Any]:
    return [
        route("claims", "claims.html", load_claims, "/claims#{id}", ["/claims"]),
        route("conflicts", "conflicts.html", load_conflicts, examples=["/conflicts"]),
    ]
