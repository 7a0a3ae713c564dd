"""What two States have in common on a day: the SQL that the matrix of pairs and the page of one
pair share.
"""

SHORT = "'mou', 'agreement', 'declaration', 'directive'"
HELD = f"""
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
"""
SHARED = f"""
with held as materialized ({HELD})
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
left join party_count w on w.instrument = a.instrument
where a.country = :a and a.standing <> 'not_yet' and b.standing <> 'not_yet'
order by a.family, own desc, i.adopted_on desc nulls last, i.id
"""
