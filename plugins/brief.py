"""/country/SEN/brief : one sheet for who decides: how a State stands, what its neighbours and its
community have that it lacks, and wording of peers for the three gaps that are owed most.
"""

from typing import Any

from datasette import hookimpl

from plugins.kit.days import today
from plugins.kit.page import Query, Row, grouped, route
from plugins.kit.plan_states import load_state
from plugins.kit.records import load_parts, source_titles, unknown_country
from plugins.kit.state_sets import IS_MEMBER, refuse_unknown
from plugins.kit.verdict_sql import EVERY_ITEM, score_of

LARGEST = 20  # members of a community that still says something of a neighbourhood
LISTED, WORDED, CALLED = 12, 3, 3  # gaps listed, gaps with wording, peers named for a gap
OWED = ("mandatory", "qualified", "consider", "recommended")  # other words come last
SHORT = ("absent", "contrary", "partial")  # verdicts that say something is missing
COMMUNITIES = """
select g.id, g.name_xx as name, count(*) as members
from "grouping" g
join membership mine on mine."grouping" = g.id and mine.country = :id and mine.left_on is null
join membership m on m."grouping" = g.id and m.left_on is null
where g.kind <> 'region'
group by g.id
order by members
"""
PEERS = f"""peer as (
  select country_b as id from border where country_a = :id
  union
  select country_a from border where country_b = :id
  union
  select m.country from membership m where {IS_MEMBER} and m.country <> :id
)
"""
PARTS = {
    "scores": score_of(
        "with chosen as ("
        "select k.id, k.iso2, k.name_xx as name from country k where k.id = :id)\n",
        "country, pillar",
    ),
    "own": """
      select g.item, t.ordinal, t.obligation, t.label_xx as label, g.verdict, g.certainty,
        g.touched,
        (
          select max(coalesce(f.year, ''))
          from finding f
          where f.country = :id and f.item = g.item and f.verdict <> 'met'
        ) as reported
      from gap g
      join item t on t.code = g.item
      where g.country = :id
      order by t.ordinal""",
    "held": f"""with {PEERS}
      select v.item, v.country, k.name_xx as name, v.verdict, v.certainty, v.provision, v.since,
        p.label as article
      from verdict v
      join peer on peer.id = v.country
      join country k on k.id = v.country
      left join provision p on p.id = v.provision
      where v.verdict in ('full', 'partial')
      order by v.verdict <> 'full', v.certainty, v.since desc""",
    "laws": """
      select i.id, i.title_xx as title, coalesce(i.in_force_on, i.adopted_on) as since
      from instrument i
      join law_period l on l.instrument = i.id and l.role = 'main' and l.until_on is null
      where i.country = :id and i.in_force
      group by i.id
      order by since desc
      limit 3""",
    "protocol": "select * from ratification where country = :id and instrument = 'palermo'",
    "tier": """
      select *
      from tier
      where country = :id and measure = 'tip'
      order by year desc, source
      limit 1""",
    "bodies": """
      select b.name_xx as name, b.hotline
      from body b
      where b.country = :id and (b.role = 'coordination' or b.hotline is not null)
      order by b.hotline is null, b.since desc
      limit 3""",
}
WORDING = f"""with {PEERS}
select
  p.id,
  p.label,
  p.text,
  p.language,
  p.summary_en,
  p.summary_fr,
  p.source,
  c.basis,
  i.title_xx as instrument,
  i.adopted_on,
  k.name_xx as country
from crossref c
join provision p on p.id = c.provision
join instrument i on i.id = p.instrument and i.in_force
join country k on k.id = i.country
left join peer on peer.id = i.country
where c.item = :item
  and c.extent = 'full'
  and i.country <> :id
  and p.summary_en is not null
order by
  peer.id is not null desc,
  instr((select ';' || languages || ';' from country where id = :id),
    ';' || iif(i.language like 'fr%', 'French', iif(i.language like 'pt%', 'Portuguese',
      iif(i.language like 'ar%', 'Arabic', 'English'))) || ';') > 0 desc,
  c.basis = 'text' desc,
  c.main desc,
  i.adopted_on desc
limit 1
"""


async def load_brief(query: Query, request: Any) -> dict[str, Any]:
    """A State beside its neighbours and its community; its table is one row a gap that peers have
    closed, those owed most first.
    """
    code, on = request.url_vars["code"].upper(), today()
    found = await query("select * from country where id = :id", id=code)
    if not found:
        raise unknown_country(code)
    offered = await query(COMMUNITIES, id=code)
    asked = request.args.get("group", "").strip()
    refuse_unknown({"group": asked}, {"group": offered})
    group = asked or default_community(offered)
    values = {"id": code, "group": group, "on": on, "certainty": "ABC", **EVERY_ITEM}
    parts = await load_parts(query, PARTS, **values)
    gaps = rank_gaps(parts.pop("own"), grouped(parts.pop("held"), "item"))
    wordings = {
        gap["item"]: await query(WORDING, id=code, group=group, on=on, item=gap["item"])
        for gap in gaps[:WORDED]
    }
    return {
        "country": found[0],
        "on": on,
        "offered": offered,
        "group": next((row for row in offered if row["id"] == group), None),
        "plan": await load_state(query, code, on),
        "wordings": {item: rows[0] for item, rows in wordings.items() if rows},
        "shown": gaps[:LISTED],
        "called": CALLED,
        "sources": await source_titles(query),
        "rows": [{name: gap[name] for name in gap if name != "peers"} for gap in gaps],
        **parts,
    }


def default_community(offered: list[Row]) -> str:
    """The largest community of at most LARGEST members, else the smallest; empty without one."""
    fitting = [row["id"] for row in offered if row["members"] <= LARGEST]
    return fitting[-1] if fitting else next((row["id"] for row in offered), "")


def rank_gaps(own: list[Row], held: dict[str, list[Row]]) -> list[Row]:
    """What the State lacks and peers have, or has in part and peers in full, owed most first: what
    is known to be missing, what was reported missing, what nobody has assessed; among these by the
    strength of the duty, the verdict and the number of peers.

    own: each item with the State's verdict. held: item -> the verdicts of peers, the best first.
    """
    gaps = []
    for row in own:
        wanted = ("full",) if row["verdict"] == "partial" else ("full", "partial")
        peers = [peer for peer in held.get(row["item"], []) if peer["verdict"] in wanted]
        if peers and row["verdict"] != "full":
            gaps.append({**row, "peers": peers, "peers_with_it": len(peers)})
    return sorted(gaps, key=owed)


def owed(gap: Row) -> tuple[int, int, int, int]:
    """The place of a gap among those that are owed, the most owed first."""
    known = gap["verdict"] in SHORT
    strength = OWED.index(gap["obligation"]) if gap["obligation"] in OWED else len(OWED)
    worst = SHORT.index(gap["verdict"]) if known else len(SHORT)
    return (0 if known else 1 if gap["reported"] else 2, strength, worst, -gap["peers_with_it"])


@hookimpl
def register_routes() -> list[Any]:
    path = r"country/(?P<code>[A-Za-z]{3})/brief"
    examples = ["/country/SEN/brief", "/country/SLE/brief", "/country/TUV/brief"]
    return [route(path, "brief.html", load_brief, "/item/{item}", examples)]
