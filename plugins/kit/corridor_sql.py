"""What two States have in common on a day: the SQL that the matrix of pairs and the page of one
pair share.
"""

SHORT = "'mou', 'agreement', 'declaration', 'directive'"
HELD = f"""
held as materialized (
  select
    s.*,
    i.kind,
    i.status as text_status,
    i.in_force,
    i.role,
    case
      when i.kind in ({SHORT}) then 'agreement'
      when i.kind = 'treaty' then 'treaty'
      else 'network'
    end as family,
    case
      when s.left_on <= :on then case
        when s.status = 'unknown' then 'not_yet'
        else 'left_community'
      end
      when s.joined_on > :on then 'not_yet'
      when s.status in ('left', 'unknown') then s.status
      when s.status = 'bound'
        and coalesce(s.bound_on, i.in_force_on, i.adopted_on, '') <= :on
      then 'bound'
      when coalesce(s.signed_on, i.adopted_on, '') <= :on then case s.status
        when 'bound' then 'signatory'
        else s.status
      end
      else 'not_yet'
    end as standing
  from standing s
  join instrument i on i.id = s.instrument
  where i.country is null
    and i.status <> 'draft'
    and coalesce(i.adopted_on, i.in_force_on, '') <= :on
    and (i.status not in ('repealed', 'superseded', 'expired') or i.ended_on > :on)
    and s.country in (select value from json_each(:codes))
),
width as materialized (
  select instrument, count(distinct country) as parties
  from party
  where status in ('bound', 'signatory', 'participant')
  group by instrument
)
"""
PAIRS = f"""
with {HELD},
place as (select value as country from json_each(:codes)),
shared as (
  select
    a.country as country_a,
    b.country as country_b,
    a.family,
    w.parties = 2 and a.role is not 'general' as own,
    a.in_force,
    a.standing = 'bound' and b.standing = 'bound' as both_bound,
    'left_community' in (a.standing, b.standing) as doubtful
  from held a
  join held b on b.instrument = a.instrument and b.country > a.country
  join width w on w.instrument = a.instrument
  where a.standing in ('bound', 'signatory', 'participant', 'left_community')
    and b.standing in ('bound', 'signatory', 'participant', 'left_community')
),
counted as (
  select
    country_a,
    country_b,
    sum(family = 'agreement' and own and not doubtful) as own,
    sum(family = 'agreement' and own and in_force and not doubtful) as own_in_force,
    sum(family = 'agreement' and not own and not doubtful) as wider,
    sum(doubtful) as doubtful,
    sum(family = 'treaty' and both_bound) as treaties,
    sum(family = 'network' and not doubtful) as networks
  from shared
  group by country_a, country_b
)
select
  lower(a.country || '-' || b.country) as id,
  a.country as country_a,
  b.country as country_b,
  x.name_xx as name_a,
  y.name_xx as name_b,
  case
    when c.own_in_force then 'in_force'
    when c.own then 'in_force_unknown'
    when c.wider then 'wider_only'
    else 'empty'
  end as state,
  coalesce(c.own, 0) as own,
  coalesce(c.own_in_force, 0) as own_in_force,
  coalesce(c.wider, 0) as wider,
  coalesce(c.doubtful, 0) as doubtful,
  coalesce(c.treaties, 0) as treaties,
  coalesce(c.networks, 0) as networks,
  n.country_a is not null as neighbours,
  r.named_by,
  r.named_on
from place a
join place b on b.country > a.country
join country x on x.id = a.country
join country y on y.id = b.country
left join counted c on c.country_a = a.country and c.country_b = b.country
left join border n on n.country_a = a.country and n.country_b = b.country
left join corridor r on r.country_a = a.country and r.country_b = b.country and r.named_on <= :on
order by a.country, b.country
"""
SHARED = f"""
with {HELD}
select
  a.instrument as id,
  i.title_xx as title,
  i.kind,
  a.family,
  i.adopted_on,
  i.in_force_on,
  i.status,
  coalesce(w.parties, 0) as parties,
  coalesce(w.parties, 0) = 2 as own,
  a.standing as standing_a,
  a.signed_on as signed_a,
  a.bound_on as bound_a,
  a.as_of as as_of_a,
  b.standing as standing_b,
  b.signed_on as signed_b,
  b.bound_on as bound_b,
  b.as_of as as_of_b,
  a."grouping",
  a.left_on as left_a,
  b.left_on as left_b,
  i.source,
  i.locator,
  i.verification,
  i.note,
  i.note_fr
from held a
join held b on b.instrument = a.instrument and b.country = :b
join instrument i on i.id = a.instrument
left join width w on w.instrument = a.instrument
where a.country = :a and a.standing <> 'not_yet' and b.standing <> 'not_yet'
order by a.family, own desc, i.adopted_on desc nulls last, i.id
"""
