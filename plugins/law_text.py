"""/instrument/sle-act-2022-12/text : a whole law as received, with a contents list; an older text,
what has changed since, and the law to take away where its source allows that.
"""

from typing import Any

from datasette import NotFound, Response, hookimpl

from ingest.publish.bundle.akoma_ntoso import ARTICLES as PRINTED
from ingest.publish.bundle.akoma_ntoso import LAW, document
from plugins.kit.citations import site_of
from plugins.kit.feed_pages import number_of
from plugins.kit.language import gettext as _
from plugins.kit.language import language_prefix
from plugins.kit.law_text import Article, compare_articles, cut_into_pages, name_articles
from plugins.kit.locale_format import format_date
from plugins.kit.page import Query, Row, headers, query_of, route
from plugins.kit.record_labels import label_text_state
from plugins.kit.records import source_titles
from plugins.kit.routes import Route

ID = r"(?P<id>[a-z0-9-]+)"
INSTRUMENT = """
select i.*, k.name_xx as country_name
from instrument i
left join country k on k.id = i.country
where i.id = :id
"""
VERSIONS = """
select v.*, s.title as source_title, s.url as source_url, s.licence, s.reuse
from version v
join source s on s.id = v.source
where v.instrument = :id
order by v.ordinal desc
"""
ARTICLES = """
select
  t.ordinal,
  t.number,
  t.label,
  t.heading,
  t.text,
  t.parent,
  p.id as provision,
  (select count(*) from crossref c where c.provision = p.id) as items
from version_text t
join version v on v.id = t.version
left join provision p on p.id = v.instrument || ':' || article_key(t.number, t.label)
where t.version = :version
order by t.ordinal
"""
FORBIDDEN = 403
AKN, PLAIN = "application/akn+xml", "text/plain"


def described(kind: str) -> dict[str, Any]:
    """What /openapi.json says of a law to take away."""
    return {
        "responses": {
            "200": {"description": "The law", "content": {kind: {}}},
            "304": {"description": "The client holds this answer already"},
            "403": {"description": "The terms of its source do not let us give it away"},
            "404": {"description": "No such text is held"},
        }
    }


async def load_law(query: Query, request: Any) -> Row:
    """The law and its texts, newest first. Raises NotFound."""
    identity = request.url_vars["id"]
    found = await query(INSTRUMENT, id=identity)
    if not found:
        raise NotFound(_("No instrument is called %(id)s.", id=identity))
    return {"instrument": found[0], "versions": await query(VERSIONS, id=identity)}


def choose_version(versions: list[Row], asked: str | None) -> Row | None:
    """The text asked for by its id or what stands behind the @ in it, else the newest; None where
    no text is held. Raises NotFound for one that is not held.
    """
    if not asked:
        return versions[0] if versions else None
    for version in versions:
        if asked in (version["id"], version["id"].partition("@")[2]):
            return version
    raise NotFound(_("No text %(version)s of this law is held.", version=asked[:80]))


async def load_articles(query: Query, version: Row | None) -> list[Row]:
    """The articles of a text, each with its anchor and, where it is recorded, its provision."""
    rows = await query(ARTICLES, version=version["id"]) if version else []
    return [
        {**row, "provision": None, "items": 0} if "--" in row["anchor"] else row
        for row in name_articles(rows)
    ]


async def load_text(query: Query, request: Any) -> dict[str, Any]:
    """A whole law as received, or what has changed in it since an older text; the table is its
    articles.
    """
    law = await load_law(query, request)
    version = choose_version(law["versions"], request.args.get("version"))
    asked = request.args.get("since")
    since = choose_version(law["versions"], asked) if asked else None
    rows = await load_articles(query, version)
    if since:
        rows = compare_articles(await load_articles(query, since), rows)
    pages = cut_into_pages(rows)
    return {
        **law,
        "rows": [{key: row[key] for key in row if key != "pieces"} for row in rows],
        "version": version,
        "since": since,
        "changes": {row["anchor"]: row["pieces"] for row in rows} if since else {},
        "pages": pages,
        "page": page_number(rows, pages, request),
        "sources": await source_titles(query),
    }


def page_number(articles: list[Row], pages: list[dict[str, int]], request: Any) -> int:
    """The page asked for, or the one on which the article asked for stands; the first without."""
    anchor = request.args.get("article")
    place = next((at for at, row in enumerate(articles) if row["anchor"] == anchor), None)
    if place is not None:
        return next(number for number, page in enumerate(pages, 1) if place <= page["last"])
    return min(number_of(request), max(1, len(pages)))


async def load_open_text(query: Query, request: Any) -> tuple[Row, Row, str]:
    """The law and its text to take away, and why it cannot be; an empty string where it can.
    Raises NotFound where no text is held.
    """
    law = await load_law(query, request)
    version = choose_version(law["versions"], request.args.get("version"))
    if version is None:
        raise NotFound(_("No text of this law is held."))
    reason = ""
    if version["reuse"] != "open":
        reason = _(
            "The terms of its source do not let us give this text away: %(source)s. "
            "It can be read at %(address)s",
            source=version["source_title"],
            address=version["url"] or version["source_url"] or _("an address not known"),
        )
    return law["instrument"], version, reason


async def as_plain_text(datasette: Any, request: Any) -> Response:
    """A law as received, as plain text, where the terms of its source let us give it away."""
    query = query_of(datasette)
    instrument, version, reason = await load_open_text(query, request)
    if reason:
        return refuse(reason)
    articles = await query(PRINTED, version=version["id"])
    page = f"{site_of(request)}{language_prefix()}/instrument/{instrument['id']}/text"
    body = "\n".join([*head_lines(instrument, version, page), *text_lines(articles)])
    return Response(body + "\n", content_type=f"{PLAIN}; charset=utf-8", headers=headers())


async def as_akoma_ntoso(datasette: Any, request: Any) -> Response:
    """A law as received, as Akoma Ntoso 3.0, where the terms of its source let us give it away."""
    query = query_of(datasette)
    _instrument, version, reason = await load_open_text(query, request)
    if reason:
        return refuse(reason)
    law = (await query(f"{LAW} where v.id = :version", version=version["id"]))[0]
    body = document(law, await query(PRINTED, version=version["id"])).decode()
    return Response(body, content_type=f"{AKN}; charset=utf-8", headers=headers())


def refuse(reason: str) -> Response:
    """The answer for a text that may be read here but not given away."""
    return Response(
        reason + "\n", status=FORBIDDEN, content_type=f"{PLAIN}; charset=utf-8", headers=headers()
    )


def head_lines(instrument: Row, version: Row, page: str) -> list[str]:
    """What stands above a law in plain text: what it is, in which state, from where."""
    received = _("received on %(day)s", day=format_date(version["received_on"]))
    repealed = (version["repealed"] or "").replace(";", ", ")
    words = _("Repealed, without words in this text: articles %(ranges)s", ranges=repealed)
    lines = [
        instrument["title"],
        instrument["number"],
        f"{label_text_state(version)}, {received}, SHA-256 {version['sha256']}",
        version["source_title"],
        version["url"],
        page,
        words if repealed else "",
    ]
    return [line for line in lines if line]


def text_lines(articles: list[Article]) -> list[str]:
    """The articles in plain text, a part's name once above those that stand in it."""
    lines: list[str] = []
    parent = None
    for article in articles:
        if article["parent"] and article["parent"] != parent:
            lines += ["", article["parent"]]
        parent = article["parent"]
        heading = " ".join(filter(None, (article["label"], article["heading"])))
        lines += ["", heading, article["text"]]
    return lines


@hookimpl
def register_routes() -> list[Any]:
    law = "/instrument/sle-act-2022-12/text"
    path = f"instrument/{ID}/text"
    return [
        route(path, "law_text.html", load_text, examples=[law]),
        Route(
            rf"^/{path}\.txt$", as_plain_text, examples=(f"{law}.txt",), described=described(PLAIN)
        ),
        Route(
            rf"^/{path}\.xml$", as_akoma_ntoso, examples=(f"{law}.xml",), described=described(AKN)
        ),
    ]
