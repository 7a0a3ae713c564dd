"""What is held on each State: how well its law is known, and what is missing."""

from plugins.kit.page import Row

LEVELS = ("whole", "read", "account", "named", "searched", "none")
PARTS = ("law", "offence", "words", "plan", "body", "hotline", "treaty")
HELD = """
with law as (
  select country, count(*) as laws, sum(read_whole_on is not null) as read_whole
  from instrument
  where kind in ('act', 'code', 'decree')
  group by country
), article as (
  select i.country, p.id,
    max(c.basis = 'text') as words,
    max(c.basis = 'digest') as account,
    max(c.item in ('palermo:5.1', 'palermo:3.a')) as offence
  from instrument i
  join provision p on p.instrument = i.id
  join crossref c on c.provision = p.id
  where i.country is not null and i.kind <> 'bill'
  group by i.country, p.id
), articles as (
  select country, sum(words) as articles_read, sum(account > words) as articles_by_account,
    max(offence) as offence
  from article
  group by country
), punished as (
  select distinct i.country
  from penalty x
  join provision p on p.id = x.provision
  join instrument i on i.id = p.instrument
  where i.kind <> 'bill'
), planned as (
  select country, count(*) as plans, sum(clock in ('current', 'expiring_6_months')) as running,
    max(successor_looked_on) as looked_on
  from plan_clock
  group by country
), organ as (
  select country, count(*) as bodies, sum(hotline is not null) as hotlines, max(as_of) as as_of
  from body
  group by country
), judged as (
  select country, count(*) as assessed, sum(certainty in ('A', 'B')) as certain
  from verdict
  group by country
), sought as (
  select country, max(looked_on) filter (where item = 'palermo:5.1') as law,
    max(looked_on) filter (where item = 'palermo:9.1.a') as plan,
    max(looked_on) filter (where item = 'model:body') as body
  from absence
  group by country
), wanted as (
  select country, count(*) as texts_wanted, min(address) as address
  from text_wanted
  group by country
)
select k.id as country, k.name_xx as country_name, k.region, k.latitude, k.longitude,
  coalesce(law.laws, 0) as laws, coalesce(law.read_whole, 0) as read_whole,
  coalesce(a.articles_read, 0) as articles_read,
  coalesce(a.articles_by_account, 0) as articles_by_account,
  coalesce(a.offence, 0) and u.country is not null as offence_and_penalty,
  coalesce(j.assessed, 0) as assessed, coalesce(j.certain, 0) as certain,
  coalesce(p.plans, 0) as plans, coalesce(p.running, 0) as plans_running,
  coalesce(s.plan, p.looked_on) as plan_looked_on,
  coalesce(b.bodies, 0) as bodies, coalesce(b.hotlines, 0) as hotlines, s.body as body_looked_on,
  s.law as law_looked_on, r.status as palermo, r.as_of as palermo_as_of,
  coalesce(w.texts_wanted, 0) as texts_wanted, w.address as text_address
from country k
left join law on law.country = k.id
left join articles a on a.country = k.id
left join punished u on u.country = k.id
left join planned p on p.country = k.id
left join organ b on b.country = k.id
left join judged j on j.country = k.id
left join sought s on s.country = k.id
left join wanted w on w.country = k.id
left join ratification r on r.country = k.id and r.instrument = 'palermo'
where k.kind = 'state'
order by k.name_xx collate alphabet
"""


def level_of(row: Row) -> str:
    """How well the law of a State is known, as one of LEVELS: an act read whole, articles read,
    articles known from accounts, a law that is only named, looked for in vain, nothing.
    """
    reached = (
        ("whole", row["read_whole"]),
        ("read", row["articles_read"]),
        ("account", row["articles_by_account"]),
        ("named", row["laws"]),
        ("searched", row["law_looked_on"]),
    )
    return next((level for level, held in reached if held), "none")


def missing_of(row: Row) -> list[str]:
    """What is neither held of a State nor looked for in vain, as some of PARTS."""
    held = {
        "law": row["laws"] or row["law_looked_on"],
        "offence": row["offence_and_penalty"] or row["law_looked_on"],
        "words": row["articles_read"],
        "plan": row["plans"] or row["plan_looked_on"],
        "body": row["bodies"] or row["body_looked_on"],
        "hotline": row["hotlines"],
        "treaty": row["palermo"],
    }
    return [part for part in PARTS if not held[part]]
