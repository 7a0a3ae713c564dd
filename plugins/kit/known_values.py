"""Values that filters of pages may have: ids of the knowledge base, values of closed lists. Another
value is refused, so that an empty answer never looks like a finding.
"""

from collections.abc import Collection

from plugins.kit.page import Query
from plugins.kit.record_labels import LABELS
from plugins.kit.state_sets import refuse_unknown

HELD = {
    "country": "select id from country where id = :value",
    "item": "select code as id from item where code = :value",
    "instrument": "select id from instrument where id = :value",
    "group": 'select id from "grouping" where id = :value',
    "region": """
      select :value as id
      where :value = 'world' or :value in (select region from country)
        or :value in (select subregion from country)""",
    "language": "select :value as id where length(:value) < 6",
    "year": "select :value as id where :value glob '[12][0-9][0-9][0-9]'",
}
CERTAINTIES = ("A", "AB", "ABC")


async def refuse_unknown_values(
    query: Query, asked: dict[str, str], **offered: str | Collection[str]
) -> None:
    """Raises BadRequest, naming every parameter of `asked` whose value nothing here has.

    `offered` has for a parameter the name of a closed list, or the values themselves; any other is
    looked up by its name in HELD.
    """
    known = {}
    for name, value in asked.items():
        if name in offered:
            values = offered[name]
            known[name] = [
                {"id": one} for one in (LABELS[values] if isinstance(values, str) else values)
            ]
        elif value:
            known[name] = await query(HELD[name], value=value)
    refuse_unknown({name: asked[name] for name in known}, known)
