"""/side?a=sle-act-2022-12:12&b=nam-act-2018-1:3 : two provisions side by side, or two states of one
(`a=<provision>@<version>`).
"""

from typing import Any

from datasette import NotFound, hookimpl
from datasette.utils.asgi import BadRequest

from plugins.kit.language import gettext as _
from plugins.kit.page import Query, route
from plugins.kit.text_diff import diff_words, join_changes, share_in_common

PROVISION = """
select
  p.id,
  p.label,
  p.heading,
  p.text,
  substr(coalesce(p.language, i.language, 'und'), 1, 2) as language,
  p.summary_xx as summary,
  p.verification,
  p.source,
  p.locator,
  i.id as instrument,
  i.title_xx as title,
  i.status,
  i.adopted_on,
  i.country,
  k.name_xx as country_name
from provision p
join instrument i on i.id = p.instrument
left join country k on k.id = i.country
where p.id = :id
"""
VERSION = """
select
  t.text,
  t.heading,
  v.received_on,
  v.text_state,
  v.as_of,
  v.source,
  substr(v.language, 1, 2) as language
from version v
join version_text t on t.version = v.id
where v.id = :version and v.instrument || ':' || article_key(t.number, t.label) = :id
order by t.ordinal
limit 1
"""
VERSIONS = """
select v.id, v.received_on
from version v
join version_text t on t.version = v.id
where v.instrument = :instrument and v.instrument || ':' || article_key(t.number, t.label) = :id
group by v.id
order by v.ordinal
"""


async def load_text(query: Query, asked: str) -> dict[str, Any]:
    """A provision as it stands, or as an older text of its instrument has it. Raises NotFound."""
    identity, _at, version = asked.partition("@")
    found = await query(PROVISION, id=identity)
    if not found:
        raise NotFound(_("No provision is called %(id)s.", id=identity))
    row = {**found[0], "asked": asked, "received_on": None}
    row["versions"] = await query(VERSIONS, instrument=row["instrument"], id=identity)
    if version:
        old = await query(VERSION, version=f"{row['instrument']}@{version}", id=identity)
        if not old:
            raise NotFound(
                _(
                    "No text %(version)s of %(id)s is held with this article.",
                    version=version,
                    id=row["instrument"],
                )
            )
        row |= {**old[0], "summary": None}
    return row


async def load_side_by_side(query: Query, request: Any) -> dict[str, Any]:
    """The two with what differs between them; the table is the two provisions."""
    names = [(request.args.get(name) or "").strip() for name in ("a", "b")]
    if not all(names):
        if any(names):
            raise BadRequest(
                _(
                    "Two provisions are needed, such as %(example)s",
                    example="/side?a=sle-act-2022-12:12&b=nam-act-2018-1:3",
                )
            )
        return {"rows": [], "parts": []}
    rows = [await load_text(query, name) for name in names]
    parts = [part for field in ("text", "summary") if (part := compare_field(field, *rows))]
    return {"rows": rows, "parts": parts}


def compare_field(field: str, a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any] | None:
    """One field of both, with its differences where both have it in one language; None where
    neither has it.
    """
    if not (a[field] or b[field]):
        return None
    comparable = bool(a[field] and b[field]) and (
        field == "summary" or a["language"] == b["language"]
    )
    changes = join_changes(diff_words(a[field], b[field])) if comparable else []
    return {
        "field": field,
        "pieces": changes,
        "likeness": round(share_in_common(changes), 2) if changes else None,
        "a": a[field],
        "b": b[field],
    }


@hookimpl
def register_routes() -> list[Any]:
    examples = ["/side?a=sle-act-2022-12:12&b=nam-act-2018-1:3"]
    return [route("side", "side.html", load_side_by_side, examples=examples)]
