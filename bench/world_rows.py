"""The rows of bench/world.py: the curated base with laws, treaties, findings and plans beside it,
made up to the numbers of a base of all States.
"""

import sqlite3

FULL = {  # rows at the full size; a share of it has that share of each
    "acts": 16_000,
    "plans": 2_000,
    "agreements": 2_000,
    "treaties": 500,
    "provisions": 500_000,
    "findings": 30_000,
    "activities": 40_000,
    "changes": 50_000,
}
ARTICLES = 30  # of an act, at least; a main act speaks of the items in them
STATES = 195  # each has a main act that speaks of every item
COUNT = "with recursive c(n) as (select 0 union all select n + 1 from c where n + 1 < {rows})"
HELPERS = """
create temp table state as
  select row_number() over (order by id) - 1 as n, id, kind from country
  where kind in ('state', 'observer');
create index temp.state_n on state (n);
create temp table asked as select row_number() over (order by ordinal) - 1 as n, code from item;
create index temp.asked_n on asked (n);
create temp table sentence as
  select row_number() over (order by id) - 1 as n, summary_en as words
  from provision where length(summary_en) > 60;
create index temp.sentence_n on sentence (n);
"""
# an instrument: number, kind, id, title, role, the day of adoption, period
INSTRUMENTS = """
insert into instrument (id, kind, country, title, title_en, title_fr, language, number, adopted_on,
  in_force_on, status, role, period_start, period_end, read_whole_on, read_whole_by, source,
  verification)
{count}
select '{prefix}-' || c.n, '{kind}', {country}, {title}, {title}, {title}, 'en', 'No. ' || c.n,
  {year} || '-03-01', {year} || '-06-01', 'in_force', {role}, {start}, {end}, {read}, {reader},
  'editors', 'seen'
from c left join state s on s.n = c.n % {states}
"""
ACTS = {
    "prefix": "w-act",
    "kind": "act",
    "country": "s.id",
    "title": "'Trafficking, labour and children act ' || c.n",
    "year": "(1990 + c.n % 30)",
    "role": "iif(c.n < 195, 'main', 'related')",
    "start": "null",
    "end": "null",
    "read": "iif(c.n < 195, '2025', null)",
    "reader": "iif(c.n < 195, 'bench', null)",
}
PLANS = {
    **ACTS,
    "prefix": "w-plan",
    "kind": "plan",
    "title": "'Plan of action number ' || c.n",
    "year": "(1960 + 3 * (c.n / 195) % 60)",
    "role": "null",
    "start": "1960 + 3 * (c.n / 195)",
    "end": "1962 + 3 * (c.n / 195)",
    "read": "null",
    "reader": "null",
}
AGREEMENTS = {**PLANS, "prefix": "w-agreement", "kind": "agreement", "country": "null"}
AGREEMENTS |= {"title": "'Agreement on trafficking ' || c.n", "start": "null", "end": "null"}
TREATIES = {**AGREEMENTS, "prefix": "w-treaty", "kind": "treaty"}
PROVISIONS = """
insert into provision (id, instrument, ordinal, number, label, heading, text, text_state, language,
  summary_en, summary_fr, source, verification)
{count}
select 'w-act-' || (c.n % :acts) || ':' || (c.n / :acts + 1), 'w-act-' || (c.n % :acts),
  c.n / :acts + 1, c.n / :acts + 1, 's. ' || (c.n / :acts + 1), 'Section of act ' || (c.n % :acts),
  a.words || ' ' || b.words || ' Rule ' || c.n || '.', 'unknown', 'en', a.words, a.words, 'editors',
  'seen'
from c join sentence a on a.n = c.n * 7919 % :sentences
join sentence b on b.n = (c.n * 104729 + 17) % :sentences
"""
# every item in every main act; one item in each other act
LINKS = """
insert into crossref (provision, item, extent, basis, evidence, source, verification)
select 'w-act-' || s.n || ':' || (t.n % 30 + 1), t.code,
  iif((s.n + t.n) % 7 or t.code glob 'palermo:[35].*', 'full', 'partial'), 'text', 'words',
  'editors', 'seen'
from state s join asked t
where s.n < :acts
union all
select p.id, t.code, 'full', 'text', 'words', 'editors', 'seen'
from provision p join asked t on t.n = p.rowid % :items
where p.id glob 'w-act-*' and p.ordinal in (2, 5, 8, 11, 14)
  and substr(p.instrument, 7) + 0 >= 195
"""
PENALTIES = """
insert into penalty (provision, ordinal, kind, min_months, max_months, source, verification)
select id, 1, 'imprisonment', 12 + rowid % 60, 120 + rowid % 60, 'editors', 'seen'
from provision where id glob 'w-act-*' and ordinal in (3, 6, 9)
  and substr(instrument, 7) + 0 >= 195
"""
# both States of an agreement, every State of a treaty; one in fifty has a second source
PARTIES = """
insert into party (instrument, country, status, signed_on, bound_on, as_of, source, verification)
select i.id, s.id, 'bound', '2000', 2001 + (i.rowid + s.n) % 20, '2025', 'editors', 'seen'
from instrument i join state s
where i.id glob 'w-treaty-*'
union all
select i.id, s.id, 'bound', '2000', '2001', '2025', 'editors', 'seen'
from instrument i
join state s on s.n in (i.rowid % :states, (i.rowid * 31 + 7) % :states)
where i.id glob 'w-agreement-*'
union all
select i.id, s.id, 'bound', '2000', '2024', '2025', 'palermo-ledger', 'seen'
from instrument i join state s on (i.rowid + s.n) % 50 = 0
where i.id glob 'w-treaty-*'
"""
FINDINGS = """
insert into finding (id, country, item, standard, verdict, statement_en, statement_fr, year, source,
  verification)
{count}
select 'w-finding-' || c.n, s.id, t.code, 'standard ' || (c.n / 195 % 100),
  case c.n % 3 when 0 then 'met' when 1 then 'partly' else 'not_met' end,
  'Finding ' || c.n, 'Constat ' || c.n, 2000 + c.n % 25,
  iif(c.n / 19500 % 2, 'editors', 'palermo-ledger'), 'seen'
from c join state s on s.n = c.n % :states join asked t on t.n = c.n % :items
"""
ACTIVITIES = """
insert into plan_activity (id, plan, ordinal, pillar, activity_en, activity_fr, body, due_on,
  due_printed, status, source, verification)
{count}
select 'w-plan-' || (c.n % :plans) || ':' || (c.n / :plans + 1), 'w-plan-' || (c.n % :plans),
  c.n / :plans + 1, 'protection', 'Train judges of circle ' || c.n, 'Former les juges ' || c.n,
  'Ministry ' || (c.n % 900), 2020 + c.n % 12, 'as printed', 'planned', 'editors', 'seen'
from c
"""
PROGRESS = """
insert into plan_progress (activity, reported_on, status, percent, source, verification)
select id, '2024-06-30', iif(rowid % 2, 'started', 'done'), rowid % 100, 'editors', 'seen'
from plan_activity where id glob 'w-plan-*' and rowid % 2
"""
CHANGES = """
insert into change (seen_on, entity, entity_id, field, old, new, source, reason)
{count}
select date('2020-01-01', (c.n % 2000) || ' days'), 'provision',
  'w-act-' || (c.n % :acts) || ':' || (c.n / :acts + 1), 'text', 'before', 'after', 'editors',
  'changed'
from c
"""


def add_world(connection: sqlite3.Connection, share: float) -> dict[str, int]:
    """Add the rows of a world of a share (0 to 1) of the full size; give how many of each kind."""
    rows = {name: max(1, round(full * share)) for name, full in FULL.items()}
    for statement in HELPERS.split(";"):  # not as a script, which would commit
        connection.execute(statement)
    ((sentences,),) = connection.execute("select count(*) from sentence")
    ((items,),) = connection.execute("select count(*) from asked")
    rows["acts"] = max(STATES, rows["acts"])
    rows["provisions"] = max(ARTICLES * rows["acts"], rows["provisions"])
    connection.execute("delete from absence")  # every State has a law that speaks of every item
    values = {**rows, "sentences": sentences, "items": items, "states": STATES}
    for kind, made in zip(
        ("acts", "plans", "agreements", "treaties"),
        (ACTS, PLANS, AGREEMENTS, TREATIES),
        strict=True,
    ):
        count = COUNT.format(rows=rows[kind])
        connection.execute(INSTRUMENTS.format(count=count, states=STATES, **made))
    for kind, sql in (
        ("provisions", PROVISIONS),
        ("", LINKS),
        ("", PENALTIES),
        ("", PARTIES),
        ("findings", FINDINGS),
        ("activities", ACTIVITIES),
        ("", PROGRESS),
        ("changes", CHANGES),
    ):
        count = COUNT.format(rows=rows[kind]) if kind else ""
        connection.execute(sql.format(count=count), values)
    return rows
