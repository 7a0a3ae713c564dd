"""The SQL of how far activities of plans have come on a day of reading, :on, by the reports made up
to that day.
"""

UNFINISHED = "status not in ('done', 'cancelled', 'not_adopted')"

LAST_DAY = """
case length(s.due_on)
  when 4 then s.due_on || '-12-31'
  when 7 then date(s.due_on || '-01', '+1 month', '-1 day')
  else s.due_on
end
"""


# A deadline of a year or a month lasts to its end. What the plan's own table says with a later day
# was not known on the day.
STANDING = f"""
standing as (
  select
    s.*,
    coalesce(s.due_on < substr(:on, 1, length(s.due_on)) and s.{UNFINISHED}, 0) as late
  from activity_period s
  where s.from_on <= :on
    and (s.until_on is null or s.until_on > :on)
    and :plan in ('', s.plan)
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
