"""The SQL that lists plans with the state of their clock on a day of reading, :on."""

CLOCK = """
coalesce(
  p.fixed,
  case
    when p.stops_on < :on then p.after
    when p.starts_on > :on then 'upcoming'
    when p.stops_on < date(:on, '+6 months') then 'expiring_6_months'
    else 'current'
  end
)
"""
LIST = f"""
with clocked as (select p.*, {CLOCK} as clock from plan_span p)
select
  c.id,
  c.title_xx as title,
  c.country,
  k.name_xx as country_name,
  k.subregion as region,
  c.kind,
  c.period_start,
  c.period_end,
  c.starts_on,
  c.ends_on,
  c.stops_on,
  c.clock,
  c.successor,
  c.successor_basis,
  c.status,
  c.source,
  c.verification
from clocked c
left join country k on k.id = c.country
where (:country = '' or c.country = :country)
  and (:region = '' or k.subregion = :region)
  and (:clock = '' or c.clock = :clock)
order by k.name_xx is null, k.name_xx collate alphabet, c.starts_on is null, c.starts_on, c.id
"""
