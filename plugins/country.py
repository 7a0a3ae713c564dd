"""/countries and /country/NGA : one country's instruments, duties, verdicts, plans, bodies,
agreements, findings and conflicts.
"""

from datetime import UTC, datetime
from typing import Any

from datasette import hookimpl

from plugins.kit.citations import site_of
from plugins.kit.country_timeline import draw_country
from plugins.kit.days import read_day, today
from plugins.kit.known_values import CERTAINTIES, refuse_unknown_values
from plugins.kit.language import language_prefix
from plugins.kit.page import Query, grouped, route
from plugins.kit.records import load_parts, source_titles, unknown_country
from plugins.kit.verdict_sql import (
    CELLS,
    EVERY_ITEM,
    LAWS_THAT_DAY,
    TREND,
    UNDATED_LAWS,
    read_certainty,
    score_of,
)
from plugins.kit.verdict_trend import draw_trend

LIST = """
select
  k.id as country,
  k.name_xx as name,
  k.region,
  k.subregion,
  coalesce(i.instruments, 0) as instruments,
  coalesce(i.laws, 0) as laws,
  coalesce(i.plans, 0) as plans,
  coalesce(v.assessed, 0) as assessed,
  r.status as palermo,
  r.bound_on as palermo_bound_on,
  r.as_of as palermo_as_of
from country k
left join (
  select
    country,
    count(*) as instruments,
    sum(kind in ('act', 'code', 'decree')) as laws,
    sum(kind in ('plan', 'strategy')) as plans
  from instrument
  group by country
) i on i.country = k.id
left join (select country, count(*) as assessed from verdict group by country) v
  on v.country = k.id
left join (select * from ratification where instrument = 'palermo') r on r.country = k.id
where k.kind in ('state', 'observer')
order by k.name_xx collate alphabet
"""
CHOSEN = """with chosen as (select k.id, k.iso2, k.name_xx as name from country k where k.id = :id)
"""
PARTS = {
    "memberships": """
      select g.id, g.name_xx as name, m.joined_on, m.left_on, m.as_of, m.source, m.verification
      from membership m
      join "grouping" g on g.id = m."grouping"
      where m.country = :id and g.kind <> 'region'
      order by m.left_on is not null, g.name_xx collate alphabet""",
    "scores": score_of(CHOSEN, "country, pillar"),
    "rows": f"""{CHOSEN}
      select g.*, t.label_xx as label, p.label as article, i.title_xx as instrument_title
      from ({CELLS}) g
      join item t on t.code = g.item
      left join provision p on p.id = g.provision
      left join instrument i on i.id = g.instrument
      order by t.ordinal""",
    "looked_in": LAWS_THAT_DAY,
    "undated": UNDATED_LAWS,
    "trend": TREND.format(scope="v.country = :id"),
    "instruments": """
      select
        i.id,
        i.kind,
        i.title_xx as title,
        i.number,
        i.adopted_on,
        i.in_force_on,
        i.status,
        i.as_of,
        i.source,
        i.locator,
        i.verification,
        (select count(*) from provision p where p.instrument = i.id) as provisions
      from instrument i
      where i.country = :id and i.kind not in ('plan', 'strategy', 'policy')
      order by coalesce(i.in_force_on, i.adopted_on) desc nulls last, i.id""",
    "plans": """
      select *, title_xx as title
      from plan_clock
      where country = :id
      order by ends_on desc nulls last, id""",
    "treaties": """
      select r.*, i.title_xx as title, i.kind,
        (
          select max(coalesce(q.reservation_articles, ''))
          from party q
          where q.instrument = r.instrument and q.country = :id and q.reservation = 'yes'
        ) as reserved
      from ratification r
      join instrument i on i.id = r.instrument
      where r.country = :id and i.kind = 'treaty'
      order by i.id <> 'palermo', i.id <> 'untoc', i.adopted_on""",
    "agreements": """
      select
        i.id,
        i.kind,
        i.title_xx as title,
        i.adopted_on,
        i.status,
        r.status as party,
        i.source,
        i.locator,
        i.verification,
        (
          select group_concat(k.name_xx, ', ')
          from (
            select distinct country
            from party
            where instrument = i.id and country <> :id
            order by country
          ) q
          join country k on k.id = q.country
        ) as others,
        (select count(distinct country) from party where instrument = i.id) as parties
      from ratification r
      join instrument i on i.id = r.instrument
      where r.country = :id and i.kind not in ('treaty', 'directive')
      order by parties > 2, i.adopted_on desc nulls last""",
    "corridors": """
      select lower(min(:id, k.id) || '-' || max(:id, k.id)) as id, k.name_xx as name
      from country k
      where k.id in (
        select iif(country_a = :id, country_b, country_a)
        from corridor
        where :id in (country_a, country_b)
        union
        select p.country
        from party p
        join (
          select instrument
          from party
          group by instrument
          having count(distinct country) = 2 and max(country = :id)
        ) t on t.instrument = p.instrument
        where p.country <> :id
        union
        select iif(country_a = :id, country_b, country_a)
        from border
        where :id in (country_a, country_b)
      )
      order by k.name_xx collate alphabet""",
    "bodies": """
      select *
      from body
      where country = :id
      order by role = 'hotline' desc, role, name_xx collate alphabet""",
    "tiers": """
      select *
      from tier
      where country = :id and measure = 'tip'
      order by year desc, source""",
    "findings": """
      select f.*, t.label_xx as label
      from finding f
      left join item t on t.code = f.item
      where f.country = :id
      order by f.year desc nulls last, f.id""",
    "reported": """
      select item, min(coalesce(first_year, substr(year, 1, 4))) as since, count(*) as findings
      from finding
      where country = :id and verdict <> 'met' and item is not null
      group by item""",
    "practice": """
      select
        period_end as year,
        max(value) filter (where measure = 'unodc_victims_detected') as victims,
        max(bound) filter (where measure = 'unodc_victims_detected') as victims_bound,
        max(value) filter (where measure = 'unodc_persons_prosecuted') as prosecuted,
        max(bound) filter (where measure = 'unodc_persons_prosecuted') as prosecuted_bound,
        max(value) filter (where measure = 'unodc_persons_convicted') as convicted,
        max(bound) filter (where measure = 'unodc_persons_convicted') as convicted_bound
      from statistic
      where country = :id and source = 'unodc-glotip'
      group by period_end
      having coalesce(victims, prosecuted, convicted) is not null
      order by period_end desc
      limit 6""",
    "conflicts": "select * from conflict where country = :id",
    "claims": "select * from claim where country = :id order by status, id",
    "debt": "select * from review_debt where country = :id order by rows desc",
}


async def load_countries(query: Query, request: Any) -> dict[str, Any]:
    """Every country with what is held on it."""
    return {"rows": await query(LIST)}


async def load_country(query: Query, request: Any) -> dict[str, Any]:
    """One country; its table is the verdict on every item."""
    code = request.url_vars["code"].upper()
    found = await query("select * from country where id = :id", id=code)
    if not found:
        raise unknown_country(code)
    day = {"on": read_day(request.args.get("on")), **EVERY_ITEM}
    certainty = request.args.get("certainty", "")
    await refuse_unknown_values(query, {"certainty": certainty}, certainty=CERTAINTIES)
    day |= {"certainty": read_certainty(certainty)}
    parts = await load_parts(query, PARTS, id=code, country=code, **day)
    tiers = [
        {"year": year, "readings": readings}
        for year, readings in grouped(parts.pop("tiers"), "year").items()
    ]
    reported = {row["item"]: row["since"] for row in parts.pop("reported")}
    return {
        "country": found[0],
        "asked": day,
        "past": day["on"] if day["on"] != today() else "",
        **parts,
        "picture": draw_trend(parts["trend"]),
        "tiers": tiers,
        "reported": reported,
        "timeline": draw_country(parts, tiers, datetime.now(UTC).year + 1),
        "sources": await source_titles(query),
        "card": f"{site_of(request)}{language_prefix()}/plans/card/{code}",
    }


@hookimpl
def register_routes() -> list[Any]:
    examples = [f"/country/{code}" for code in ("SLE", "SEN", "COD", "FRA", "TUV")]
    return [
        route("countries", "countries.html", load_countries, examples=["/countries"]),
        route(r"country/(?P<code>[A-Za-z]{3})", "country.html", load_country, examples=examples),
    ]
