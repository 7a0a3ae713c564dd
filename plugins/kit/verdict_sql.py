"""SQL that answers for a day: which verdict holds, which law was in force, what was read."""

# the period of verdict_period that holds on :on; without a row nothing is said that day
HOLDS = "v.from_on <= :on and (v.until_on is null or v.until_on > :on)"

# A verdict less sure than the letters asked for is shown as touched, never as found or missing.
# Silent: the acts on trafficking were read whole and the duty usually stands elsewhere.
# `chosen` is the caller's list of countries: id, iso2, name.
CELLS = f"""
select
  c.id as country,
  c.iso2,
  c.name,
  t.code as item,
  t.pillar,
  t.obligation,
  case when instr(:certainty, v.certainty) then v.verdict else 'not_assessed' end as verdict,
  v.certainty,
  v.basis,
  v.verification,
  v.provision,
  v.instrument,
  v.narrow,
  v.since,
  case when instr(:certainty, v.certainty) then v.contested end as contested,
  case when instr(:certainty, v.certainty) then v.credit end as credit,
  v.contrary,
  v.finding,
  v.certainty is not null and (v.verdict = 'not_assessed' or not instr(:certainty, v.certainty))
    as touched,
  v.verdict is not null and v.certainty is null as silent
from chosen c
cross join item t
left join verdict_period v on v.country = c.id and v.item = t.code and {HOLDS}
where (:obligation = '' or t.obligation = :obligation)
  and (:pillar = '' or t.pillar = :pillar)
  and (:item = '' or t.code = :item)
"""

EVERY_ITEM = {"obligation": "", "pillar": "", "item": ""}  # CELLS without a filter on items

# the acts that stand for the law of a State on a day, and whether somebody read them whole
LAWS_THAT_DAY = """
select
  l.instrument as id,
  i.title_xx as title,
  l.role,
  l.narrow,
  l.read_whole_on,
  i.read_whole_by,
  l.dated_by,
  l.since,
  exists (
    select 1
    from crossref c
    join provision p on p.id = c.provision
    where p.instrument = l.instrument and c.extent is not null
  ) as judged
from law_period l
join instrument i on i.id = l.instrument
where l.country = :country
  and not l.undated
  and l.from_on <= :on
  and (l.until_on is null or l.until_on > :on)
  and i.kind in ('act', 'code', 'decree', 'regulation')
order by l.read_whole_on is null, l.role <> 'main', l.role, l.from_on
"""
UNDATED_LAWS = """
select u.instrument as id, i.title_xx as title, u.begin_unknown
from law_undated u
join instrument i on i.id = u.instrument
where u.country = :country
order by i.title_xx collate alphabet
"""

# The years since 2000, and the chosen cells counted by the years in which a verdict began and
# ended: a verdict holds at the end of each year from the first up to the last before its end. What
# ends after today still holds in the running year.
YEARS = """
year(year) as (
  select 2000
  union all
  select year + 1 from year where year < cast(strftime('%Y', 'now') as integer)
), span as materialized (
  select
    v.verdict,
    cast(substr(v.from_on, 1, 4) as integer) as begun,
    iif(v.until_on > date('now'), null, cast(substr(v.until_on, 1, 4) as integer)) as ended,
    count(*) as cells
  from verdict_period v
  where v.from_on <= date('now') and {scope}
  group by 1, 2, 3
)
select
  y.year,
  coalesce(sum(s.cells) filter (where s.verdict = 'full'), 0) as full,
  coalesce(sum(s.cells) filter (where s.verdict = 'partial'), 0) as partial,
  coalesce(sum(s.cells) filter (where s.verdict = 'contrary'), 0) as contrary,
  coalesce(sum(s.cells) filter (where s.verdict = 'absent'), 0) as absent
from year y
left join span s on s.begun <= y.year and (s.ended is null or s.ended > y.year)
group by y.year
order by y.year
"""
# `scope` narrows the States and items, as in "v.country = :country"
TREND = f"with recursive {YEARS}"
CHOSEN_CELLS = """
v.country in (select id from chosen)
  and instr(:certainty, v.certainty)
  and v.item in (
    select code
    from item
    where (:obligation = '' or obligation = :obligation)
      and (:pillar = '' or pillar = :pillar)
      and (:item = '' or code = :item)
  )
"""

CERTAINTIES = "ABC"  # how sure a verdict must be to be shown when a reader does not say
# as view score has it, for the day, certainty and groups asked for
SCORE = """
select
  {group},
  count(*) as items,
  sum(verdict = 'full') as full,
  sum(verdict = 'partial') as partial,
  sum(verdict = 'contrary') as contrary,
  sum(verdict = 'absent') as absent,
  sum(verdict = 'not_assessed') as not_assessed,
  sum(contested is not null) as contested,
  sum(verdict <> 'not_assessed') as assessed,
  sum(counts) as mandatory,
  sum(counts and verdict <> 'not_assessed') as mandatory_assessed,
  case when 2 * sum(counts and verdict <> 'not_assessed') >= sum(counts) then
    round(100 * avg(credit), 1) end as score,
  round(100.0 * sum(coalesce(credit, 0)) / count(*), 1) as low,
  round(100.0 * sum(coalesce(credit, 1)) / count(*), 1) as high
from (
  select *, iif(
      max(obligation = 'mandatory') over (partition by {group}), obligation = 'mandatory', 1
    ) as counts
  from ({cells})
)
group by {group}
"""


def score_of(chosen: str, group: str) -> str:
    """SQL for coverage and score on a day, a row for each `group` of columns of CELLS.

    `chosen` is the `with chosen as (...)` that CELLS needs; the parameters are its own and those
    of CELLS: on, certainty, obligation, pillar, item.
    """
    return chosen + SCORE.format(group=group, cells=CELLS)


def trend_of(chosen: str) -> str:
    """SQL of TREND for the cells that CELLS shows, with the parameters of `score_of`."""
    years = YEARS.format(scope=CHOSEN_CELLS)
    return f"{chosen.replace('with', 'with recursive', 1)}, {years}"


def read_certainty(asked: str) -> str:
    """The letters asked for, as A, AB or ABC; ABC for anything else."""
    return asked if asked in ("A", "AB") else CERTAINTIES
