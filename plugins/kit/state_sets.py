"""Sets of States: a region, the members of a community on a day, the two of a corridor."""

from typing import Any

from datasette.utils.asgi import BadRequest

from plugins.kit.language import gettext as _
from plugins.kit.page import Query, Row
from plugins.kit.record_labels import LABELS

SETS = ("region", "group", "corridor")
IS_MEMBER = """
  m."grouping" = :group
  and (m.joined_on is null or m.joined_on <= :on)
  and (m.left_on is null or m.left_on > :on)
"""
MEMBERS = f"""
select count(*) as members, sum(m.joined_on is null) as undated, min(m.as_of) as as_of
from membership m
where {IS_MEMBER}
"""
CHOICES = {
    "region": """
      select distinct region as id, region as name, region as place
      from country
      where region is not null
      union
      select distinct subregion, '– ' || subregion, region || ' ' || subregion
      from country
      where subregion is not null
      order by place""",
    "group": 'select id, name_xx as name from "grouping" order by name_xx collate alphabet',
    "corridor": """
      select c.id, a.name_xx || ' – ' || b.name_xx as name
      from corridor c
      join country a on a.id = c.country_a
      join country b on b.id = c.country_b
      order by a.name_xx collate alphabet, b.name_xx collate alphabet""",
}
STATES = f"""
select k.id as country, k.name_xx as country_name, k.subregion as region
from country k
where k.kind in ('state', 'observer')
  and (:region in ('', 'world') or :region in (k.region, k.subregion))
  and (:corridor = '' or instr(:corridor, lower(k.id)))
  and (:group = '' or exists (select 1 from membership m where m.country = k.id and {IS_MEMBER}))
order by k.name_xx collate alphabet
"""


def read_sets(request: Any) -> dict[str, str]:
    """The sets asked for, by their parameter; empty where none is."""
    return {name: (request.args.get(name) or "").strip() for name in SETS}


async def load_set_choices(
    query: Query, sets: tuple[str, ...] = SETS
) -> dict[str, list[dict[str, str]]]:
    """What may be asked for of each set: rows with an id and a name in the reader's language."""
    choices = {
        name: [{"id": row["id"], "name": row["name"]} for row in await query(CHOICES[name])]
        for name in sets
    }
    for row in choices.get("region", ()):
        row["name"] = row["name"].replace(row["id"], LABELS["region"][row["id"]])
    return choices


def refuse_unknown(asked: dict[str, str], offered: dict[str, list[Row]]) -> None:
    """Raises BadRequest, naming every parameter whose value is none of those offered."""
    wrong = [
        f"{name}={asked[name][:40]}"
        for name, rows in offered.items()
        if asked[name] and asked[name] not in {row["id"] for row in rows}
    ]
    if wrong:
        raise BadRequest(
            _(
                "Nothing here is called so: %(wrong)s. The form offers what is.",
                wrong=", ".join(wrong),
            )
        )
