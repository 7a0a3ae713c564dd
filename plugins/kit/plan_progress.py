"""The SQL of how far activities of plans have come on a day of reading, :on, by the reports made up
to that day.
"""

SAID = "g.activity = a.id and g.reported_on <= substr(:on, 1, length(g.reported_on))"
UNFINISHED = "status not in ('done', 'cancelled', 'not_adopted')"

LAST_DAY = """
case length(s.due_on)
  when 4 then s.due_on || '-12-31'
  when 7 then date(s.due_on || '-01', '+1 month', '-1 day')
  else s.due_on
end
"""


def last_report(column: str, said: str = "") -> str:
    """The column in the last report up to the day that fills `said`, or the column itself."""
    return f"""(
      select g.{column}
      from plan_progress g
      where {SAID} and g.{said or column} is not null
      order by g.reported_on desc
      limit 1
    )"""


# A deadline of a year or a month lasts to its end. What the plan's own table says with a later day
# was not known on the day.
STANDING = f"""
standing as (
  select
    s.*,
    coalesce(s.due_on < substr(:on, 1, length(s.due_on)) and s.{UNFINISHED}, 0) as late
  from (
    select
      a.id as activity,
      a.plan,
      coalesce(
        {last_report("status")},
        iif(a.status_on > substr(:on, 1, length(a.status_on)), 'unknown', a.status)
      ) as status,
      coalesce(
        {last_report("reported_on", "status")},
        iif(a.status_on > substr(:on, 1, length(a.status_on)), null, a.status_on)
      ) as status_on,
      {last_report("percent")} as percent,
      {last_report("spent")} as spent,
      {last_report("currency", "spent")} as spent_currency,
      iif(
        {last_report("due_printed")} is null,
        a.due_on,
        {last_report("due_on", "due_printed")}
      ) as due_on,
      coalesce({last_report("due_printed")}, a.due_printed) as due_printed,
      (select max(g.reported_on) from plan_progress g where {SAID}) as last_report
    from plan_activity a
    where :plan in ('', a.plan)
  ) s
)
"""
TALLY = f"""
with {STANDING}
select
  plan,
  count(*) as activities,
  sum(status = 'done') as done,
  sum(late) as late,
  sum(status in ('planned', 'unknown') and coalesce(last_report, status_on) is null) as unreported,
  max(coalesce(last_report, status_on)) as last_report
from standing
group by plan
"""
SPENT = f"""
with {STANDING}
select plan, spent_currency as currency, sum(spent) as amount
from standing
where spent is not null
group by plan, spent_currency
"""
# A plan may state its sum by year beside the whole: the largest sum in a currency is the whole.
BUDGETS = """
select plan, currency, max(amount) as amount, amount_printed
from plan_budget b
where objective is null
  and (
    amount is not null
    or not exists (
      select 1 from plan_budget o where o.plan = b.plan and o.objective is null and o.amount > 0
    )
  )
group by plan, currency
order by plan, min(ordinal)
"""
