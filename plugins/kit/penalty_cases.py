"""Penalties for the same offence beside one another: every row held of the chosen States, by the
case it is for.
"""

import re

from plugins.kit.page import Row

# the law that was in force on :on; today also a law without a date
IN_FORCE = """
  (:on >= date('now') and i.in_force) or exists (
    select 1
    from law_period l
    where l.instrument = i.id and l.from_on <= :on and (l.until_on is null or l.until_on > :on)
  )
"""
PENALTIES = f"""
select
  i.country,
  x.provision,
  p.label as article,
  p.heading,
  x.offence_en,
  x.offence_fr,
  x.min_months,
  x.max_months,
  x.life,
  x.fine_min,
  x.fine_max,
  x.currency,
  x.aggravated,
  x.verification,
  i.title_xx as instrument,
  (select group_concat(c.item, ' ') from crossref c where c.provision = p.id) as items
from penalty x
join provision p on p.id = x.provision
join instrument i on i.id = p.instrument
where i.country in (select value from json_each(:codes)) and i.kind <> 'bill' and ({IN_FORCE})
order by i.country, i.id, p.ordinal, x.ordinal
"""
CASES = ("basic", "child", "aggravated", "attempt", "part", "body", "other")
# what an offence or the heading of its article says, both in our English -> the case
WORDED = {
    "attempt": re.compile(r"\battempt"),
    "body": re.compile(r"\b(body corporate|legal (person|entit)|corporat|compan(y|ies))"),
    "child": re.compile(r"\b(child|children|minors?)\b"),
    "aggravated": re.compile(r"\baggravat"),
    "part": re.compile(r"\b(accomplice|aiding|abetting|instigat|organis|conspir|participa)"),
}
TRAFFICKING = re.compile(
    r"\btraffick|\bslave|\bservitude|\bbase penalty|\bbuying or selling persons"
)
# the items whose article sets the penalty of a case, the surest first
LINKED = {
    "palermo:5.1": "basic",
    "palermo:5.2.a": "attempt",
    "palermo:5.2.b": "part",
    "palermo:5.2.c": "part",
    "untoc:10": "body",
    "untoc:11": "basic",
}


def case_of(row: Row) -> str:
    """For which of CASES a penalty is: what its offence says comes before the heading of its
    article, and both before the item that the article is linked to.
    """
    items = set((row["items"] or "").split())
    offence, heading = (row["offence_en"] or "").lower(), (row["heading"] or "").lower()
    named = TRAFFICKING.search(f"{offence} / {heading}")
    worded = worded_case(offence) or worded_case(heading)
    if worded == "child" and not (named or "palermo:5.1" in items):
        return "other"
    linked = next((LINKED[item] for item in LINKED if item in items), None)
    by_flag = "aggravated" if row["aggravated"] else None
    return worded or by_flag or linked or ("basic" if named else "other")


def worded_case(words: str) -> str | None:
    """The case that an offence or heading in small letters names."""
    return next((case for case, pattern in WORDED.items() if pattern.search(words)), None)


def penalty_table(rows: list[Row]) -> dict[str, dict[str, list[Row]]]:
    """Case -> State -> its penalties, the cases in the order of CASES; cases nobody has are left
    out, but the first four always stand.
    """
    table: dict[str, dict[str, list[Row]]] = {case: {} for case in CASES}
    for row in rows:
        table[case_of(row)].setdefault(row["country"], []).append(row)
    return {case: held for case, held in table.items() if held or case in CASES[:4]}
