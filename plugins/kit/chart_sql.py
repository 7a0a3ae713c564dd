"""The figures of the charts, as SQL over the States of a set."""

from plugins.kit.state_sets import STATES
from plugins.kit.verdict_sql import CELLS, YEARS

CHOSEN = f"chosen as (select country as id from ({STATES}))"
TREND = f"with recursive {CHOSEN}, {YEARS.format(scope='v.country in (select id from chosen)')}"
TIERS = f"""with {CHOSEN}, latest as (
  select country, value, max(year) as year
  from tier
  where measure = 'tip' and country in (select id from chosen)
  group by country
)
select
  l.value as tier,
  sum(g.verdict = 'full') as full,
  sum(g.verdict = 'partial') as partial,
  sum(g.verdict = 'contrary') as contrary,
  sum(g.verdict = 'absent') as absent,
  sum(g.verdict = 'not_assessed') as not_assessed,
  min(l.year) as first_year,
  max(l.year) as last_year
from latest l
join gap g on g.country = l.country and g.item = 'palermo:5.1'
group by l.value
order by l.value
"""
CASES = f"""with {CHOSEN}
select
  s.period_end as year,
  sum(s.value) filter (where s.measure = 'unodc_persons_prosecuted') as prosecuted,
  sum(s.value) filter (where s.measure = 'unodc_persons_convicted') as convicted,
  count(distinct s.country) as states_telling,
  (
    select count(*)
    from verdict_period v
    where v.item = 'palermo:5.1'
      and v.verdict in ('full', 'partial')
      and v.country in (select id from chosen)
      and v.from_on <= s.period_end || '-12-31'
      and (v.until_on is null or v.until_on > s.period_end || '-12-31')
  ) as states_with_the_offence
from statistic s
where s.source = 'unodc-glotip'
  and s.measure in ('unodc_persons_prosecuted', 'unodc_persons_convicted')
  and s.country in (select id from chosen)
group by s.period_end
order by s.period_end
"""
LAWS = f"""with recursive {CHOSEN}, years(year) as (
  select 2000
  union all
  select year + 1 from years where year < cast(substr(:on, 1, 4) as integer)
), law as (
  select
    i.kind,
    cast(substr(i.adopted_on, 1, 4) as integer) as year,
    exists (
      select 1
      from provision p
      join crossref c on c.provision = p.id and c.item = 'palermo:5.1'
      where p.instrument = i.id
    ) as offence
  from instrument i
  where i.country in (select id from chosen)
    and i.status <> 'draft'
    and i.kind in ('act', 'code', 'decree', 'regulation', 'plan', 'strategy', 'policy')
)
select
  y.year,
  sum(l.kind in ('act', 'code', 'decree', 'regulation')) as laws,
  sum(l.kind in ('act', 'code', 'decree', 'regulation') and l.offence) as laws_with_the_offence,
  sum(l.kind in ('plan', 'strategy', 'policy')) as plans
from years y
left join law l on l.year = y.year
group by y.year
order by y.year
"""
STANDS = f"""with chosen as (
  select country as id, null as iso2, country_name as name from ({STATES})
)
select
  g.country,
  g.name as country_name,
  g.item,
  g.verdict,
  g.verdict as level,
  g.certainty,
  k.longitude,
  k.latitude
from ({CELLS}) g
join country k on k.id = g.country
order by g.name collate alphabet
"""
FIGURES = {"trend": TREND, "tiers": TIERS, "cases": CASES, "laws": LAWS}
