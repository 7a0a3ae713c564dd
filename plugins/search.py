"""/search?q=... : provisions and instruments by their words and what they mean, best first, with
facets; also as JSON, CSV and an Atom feed.
"""

import json
import uuid
from typing import Any

from datasette import Response, hookimpl

from plugins.kit.feed_pages import number_of, paged
from plugins.kit.page import Ask, Query, headers, link, query_of, route
from plugins.kit.routes import Route
from plugins.searching import facets
from plugins.searching.concepts import widen
from plugins.searching.query import Question, understand
from plugins.searching.ranking import ORDERS, best, by_instrument, reached
from plugins.searching.snippet import lit, met, passage

PAGE, LARGEST = 20, 1_000  # provisions on a page, and at most in JSON and CSV
SPACE = uuid.uuid5(
    uuid.NAMESPACE_URL, "https://palermo-ledger.invalid/search"
)  # only a seed: ids stay the same wherever the site runs
ROWS = """
select
  e.place,
  p.id,
  p.label,
  p.heading,
  p.summary_xx as summary,
  p.summary_en,
  p.summary_fr,
  p.text as passage,
  e.language,
  i.id as instrument,
  i.title_xx as instrument_title,
  i.kind,
  i.status,
  i.adopted_on,
  i.country,
  k.name_xx as country_name,
  p.verification,
  p.source,
  e.items,
  coalesce(
    (select max(seen_on) from change where entity = 'provision' and entity_id = p.id),
    (select max(received_on) from version where instrument = i.id),
    i.adopted_on
  ) as seen_on,
  (
    select group_concat(distinct s.item)
    from suggestion s
    where s.provision = p.id
      and s.confidence <> 'weak'
      and not exists (
        select 1
        from crossref c
        where c.provision = s.provision and c.item = s.item
      )
  ) as suggested
from search_entry e
join provision p on p.id = e.provision
join instrument i on i.id = p.instrument
left join country k on k.id = i.country
where e.place in (select value from json_each(:places))
"""
INSTRUMENT = """
select i.id, i.title_xx as title, i.kind, i.status, i.adopted_on, k.name_xx as country
from instrument i
left join country k on k.id = i.country
"""
NAMED = (
    INSTRUMENT.replace(
        "from instrument i", "from instrument_fts f join instrument i on i.rowid = f.rowid"
    )
    + """
where instrument_fts match :match order by i.status in ('in_force', 'amended') desc, rank limit 8
"""
)
ITEMS = """
select t.code, t.label_xx as label
from item t
where t.code = :code or t.code glob :code || '.*' or (
  :words <> ''
  and (lower(t.label_en) like :words or lower(t.label_fr) like :words)
)
order by t.ordinal
limit 8
"""
HELD = """
select
  count(distinct p.id) as provisions,
  count(distinct case when p.text is not null then p.id end) as texts,
  count(distinct p.instrument) as instruments
from provision p
join instrument i on i.id = p.instrument
where :country = '' or i.country = :country
"""
NOT_HELD = """
select k.id, k.name_xx as name
from country k
where k.kind in ('state', 'observer')
  and not exists (
    select 1
    from instrument i
    join provision p on p.instrument = i.id
    where i.country = k.id
  )
order by k.name_xx
"""


def wanted_by(request: Any) -> dict[str, Any]:
    """What the address asks for; odd values count as none."""
    number, size, form = (
        request.args.get("page") or "1",
        request.args.get("size") or "",
        request.url_vars.get("format") or "",
    )
    return {
        "q": "".join(sign for sign in request.args.get("q") or "" if sign.isprintable()).strip()[
            :300
        ],
        "chosen": {name: request.args[name] for name in facets.FILTERS if request.args.get(name)},
        "current": max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1,
        "size": min(LARGEST, max(1, int(size)))
        if form and size.isdecimal() and len(size) < 6
        else PAGE,
        "sort": request.args.get("sort") if request.args.get("sort") in ORDERS else "",
        "group": "instrument" if request.args.get("group") == "instrument" else "",
        "meaning": "off" if request.args.get("meaning") == "off" else "",
        "facets": request.args.get("facets") != "off",
        "without": sorted(set(request.args.getlist("without")))[:20],
        "marked": not form,
    }


async def search(query: Query, request: Any) -> dict[str, Any]:
    """Provisions that match words and filters, twenty a page; the table is that page."""
    return await query.at_once(answer, wanted_by(request))


def answer(ask: Ask, wanted: dict[str, Any]) -> dict[str, Any]:
    """The page of a question: what was understood, what was found, and the counts beside it."""
    question = understand(ask, wanted["q"])
    if not wanted["meaning"]:
        widen(ask, question, set(wanted["without"]))
    known = facets.entries(ask)
    tiers = reached(ask, question, known, wanted["chosen"])
    total = len(tiers[-1].kept) if tiers else 0
    counted = (
        facets.named(ask, known.count(tiers[-1].places, wanted["chosen"]))
        if total and wanted["facets"]
        else {}
    )
    skip = (wanted["current"] - 1) * wanted["size"]
    of_instruments: dict[str, Any] = {}
    if wanted["group"]:
        kept, numbers = by_instrument(ask, tiers, known, skip, wanted["size"])
        places = [place for found in kept.values() for place in found]
        of_instruments = {"instrument_counts": {name: numbers[name] for name in kept}}
    else:
        places = best(ask, tiers, skip, wanted["size"], wanted["sort"])
    n = len(numbers) if wanted["group"] else total
    return {
        **{name: value for name, value in wanted.items() if name not in ("marked", "facets")},
        "total": total,
        "pages": -(-n // wanted["size"]),
        "rows": hits(ask, question, places, wanted["marked"]),
        **of_instruments,
        "facets": {name: rows for name, rows in counted.items() if rows}
        if wanted["q"] or wanted["chosen"]
        else {},
        "all_words": next((len(tier.kept) for tier in reversed(tiers) if tier.name != "some"), 0),
        "nearest": wanted["q"].lower().replace(question.unknown[0], question.nearest)
        if question.unknown and question.nearest
        else "",
        "understood": understood(question),
        **beside(ask, question, wanted["q"]),
        **(not_held(ask, wanted["chosen"]) if not total else {}),
    }


def hits(
    ask: Ask, question: Question, places: list[tuple[int, str]], marked: bool
) -> list[dict[str, Any]]:
    """The provisions at these places: the passage in the language of the text, our summary in the
    reader's; the asked words marked on a page.
    """
    rows = {
        row.pop("place"): row
        for row in ask(ROWS, places=json.dumps([place for place, _ in places]))
    }
    plain = Question("")
    found = []
    for place, tier in places:
        row = rows[place]
        english, french = row.pop("summary_en"), row.pop("summary_fr")
        if (
            not row["passage"]
            and not met(question, row["summary"])
            and met(question, other := french if row["summary"] == english else english)
        ):
            row["passage"], row["language"] = (
                other,
                "fr" if other == french else "en",
            )  # the words asked for stand in our other summary only
        row["passage"] = passage(question, row["passage"], marked)
        row["summary"] = lit(question if marked else plain, row["summary"] or "")
        found.append({**row, "found_by": tier})
    return found


def understood(question: Question) -> dict[str, Any]:
    """What a question was taken to mean, for the reader to check."""
    return {
        "words": [group.words for group in question.groups],
        "phrases": [phrase.strip('"') for phrase in question.phrases],
        "article": question.article,
        "item": question.code,
        "number": question.number,
        "unknown": question.unknown,
        "concepts": [
            {"id": one["id"], "on": one["on"], "words": one["said"]} for one in question.concepts
        ],
    }


def beside(ask: Ask, question: Question, text: str) -> dict[str, Any]:
    """Instruments and items that the words name."""
    match = " AND ".join(f'"{word}"' for group in question.groups for word in group.words.split())
    if question.instruments:
        instruments = ask(
            f"{INSTRUMENT} where i.id in (select value from json_each(:instruments))",
            instruments=json.dumps(question.instruments),
        )
    else:
        instruments = ask(NAMED, match=match) if match else []
    return {
        "instruments": instruments,
        "items": ask(ITEMS, code=question.code, words=f"%{text.lower()}%" if len(text) > 3 else "")
        if text
        else [],
    }


def not_held(ask: Ask, chosen: dict[str, str]) -> dict[str, Any]:
    """What the knowledge base has and has not, for a reader who found nothing."""
    return {"held": ask(HELD, country=chosen.get("country", ""))[0], "not_held": ask(NOT_HELD)}


async def atom(datasette: Any, request: Any) -> Response:
    """The search as a feed: what came into the knowledge base last comes first."""
    number = number_of(request)
    wanted = {
        **wanted_by(request),
        "sort": "new",
        "group": "",
        "current": number,
        "size": 50,
        "marked": False,
    }
    data = await query_of(datasette).at_once(answer, wanted)
    site = datasette.absolute_url(request, "/").rstrip("/")
    here = link("/search.atom", **parameters(data))
    pages = paged(site + here, number, data["pages"])
    context = {
        **data,
        **pages,
        "site": site,
        "feed_id": uuid.uuid5(SPACE, here).urn,
        "page": link("/search", **parameters(data)),
    }
    body = await datasette.render_template("search.atom", context, request=request)
    return Response(body, content_type="application/atom+xml; charset=utf-8", headers=headers())


def parameters(data: dict[str, Any]) -> dict[str, Any]:
    """A search as the parameters of an address, without page, order or form."""
    return {
        "q": data["q"],
        **data["chosen"],
        "meaning": data["meaning"],
        "without": data["without"],
    }


@hookimpl
def register_routes() -> list[Any]:
    examples = (
        "/search?q=reparation",
        "/search?q=victims",
        "/search?q=compensation&group=instrument&without=compensation",
        "/search?q=victims&country=SLE&pillar=protection&sort=date",
        "/search?q=zzqqxx&country=TUV",
    )
    return [
        Route(r"^/search\.atom$", atom, examples=("/search.atom?q=victims",)),
        route("search", "search.html", search, "/provision/{id}", examples),
    ]
