"""The SQL that lists plans with the state of their clock on a day of reading, :on, and the words
for a plan that nothing follows.
"""

from typing import Any

from plugins.kit.language import gettext as _
from plugins.kit.locale_format import format_date
from plugins.kit.state_sets import IS_MEMBER

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
# of a country, a region or the members of a community on the day, as a reader asks
PLACE = f"""
  (:country = '' or k.id = :country)
  and (:region in ('', 'world') or :region in (k.region, k.subregion))
  and (:group = '' or exists (select 1 from membership m where m.country = k.id and {IS_MEMBER}))
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
  c.successor_looked_on,
  c.status,
  i.narrow,
  i.body,
  c.source,
  c.verification
from clocked c
join instrument i on i.id = c.id
left join country k on k.id = c.country
where {PLACE}
  and (:clock = '' or c.clock = :clock)
order by k.name_xx is null, k.name_xx collate alphabet, c.starts_on is null, c.starts_on, c.id
"""


def say_search(plan: dict[str, Any]) -> str:
    """What was done to find the plan that follows one without a successor; empty where there is a
    successor, or where the plan runs and nobody has looked.

    plan: successor, successor_looked_on and clock, as the view plan_clock has them.
    """
    if plan["successor"]:
        return ""
    if looked_on := plan["successor_looked_on"]:
        return _("none found by us, looked on %(day)s", day=format_date(looked_on))
    if plan["clock"] == "expired_without_successor":
        return _("nobody has looked for a successor")
    return ""
