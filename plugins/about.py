"""/about and /glossary : how verdicts are made, what the limits are and what words mean."""

from typing import Any

from datasette import hookimpl

from plugins.kit.page import Query, route

SOURCES = """
select
  s.id,
  s.title,
  s.publisher,
  s.url,
  s.licence,
  s.reuse,
  s.checked_on,
  coalesce(u.facts, 0) as facts
from source s
left join (
  select source, sum(facts) as facts
  from fact_count
  where entity in ('instrument', 'provision', 'party', 'finding', 'body', 'tier', 'clause')
  group by source
) u on u.source = s.id
order by facts desc, s.title
"""
VERDICTS = "select verdict, count(*) as n from gap group by verdict"
CERTAINTIES = """
select certainty, count(*) as n from gap where certainty is not null group by certainty
"""
VERIFICATION = """
select verification, sum(facts) as n
from fact_count
where entity <> 'clause'
group by verification
order by n desc
"""
REVIEWED = """
select
  sum(links) as links,
  sum(confirmed) as confirmed,
  sum(reviewed_once) as reviewed_once,
  (select count(*) from rejection) as rejected
from reviewed
"""
SUGGESTED = (
    "select model_version, confidence, count(*) as n from suggestion group by 1, 2 order by 1, 2"
)
BANDS = """
select *, 1.0 * correct / suggestions as precision
from suggestion_band
order by language = 'all' desc, language, confidence = 'strong' desc, confidence = 'possible' desc
"""
READ = """
select
  (select count(*) from penalty_suggestion) as penalties,
  (select count(*) from element_suggestion) as elements,
  (select count(*) from verdict_suggestion) as verdicts,
  (select count(*) from penalty_difference) as differences
"""


async def load_about(query: Query, request: Any) -> dict[str, Any]:
    """The method in words and as the SQL that is really run; the table is the list of sources."""
    views = await query(
        """
          select name, sql
          from sqlite_master
          where type = 'view' and name in ('verdict_day', 'gap', 'score')"""
    )
    return {
        "rows": await query(SOURCES),
        "views": {row["name"]: row["sql"] for row in views},
        "verdicts": {row["verdict"]: row["n"] for row in await query(VERDICTS)},
        "certainties": {row["certainty"]: row["n"] for row in await query(CERTAINTIES)},
        "verifications": await query(VERIFICATION),
        "suggested": await query(SUGGESTED),
        "reviewed": (await query(REVIEWED))[0],
        "read": (await query(READ))[0],
        "bands": await query(BANDS),
    }


async def load_glossary(query: Query, request: Any) -> dict[str, Any]:
    """The words of the field and of this site, in the order of the reader's alphabet; the table is
    that list.
    """
    return {
        "rows": await query(
            "select *, label_xx as label from term order by label_xx collate alphabet"
        )
    }


@hookimpl
def register_routes() -> list[Any]:
    return [
        route("about", "about.html", load_about, "/tip/source/{id}", ["/about"]),
        route("glossary", "glossary.html", load_glossary, "/tip/term/{id}", ["/glossary"]),
    ]
