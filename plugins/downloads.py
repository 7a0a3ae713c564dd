"""/downloads : the whole knowledge base to take away, its releases, and the bundle of `make export`
when it is held here (/bundle/...).
"""

import json
import zipfile
from pathlib import Path
from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.utils.asgi import asgi_static

from plugins.kit.language import LANGUAGES
from plugins.kit.language import gettext as _
from plugins.kit.page import DATABASE, Query, Row, query_of, route
from plugins.kit.releases import RELEASE_FILE, RELEASES
from plugins.kit.routes import Route
from plugins.kit.table_files import LICENCE
from plugins.kit.texts_held import TEXTS

VIEWS = """
select name from sqlite_master
where type = 'view' and name not like 'check!_%' escape '!' order by name
"""
TITLES = "select entity, title_xx as title from codebook where ordinal = 0"
FILE = "select file from pragma_database_list where name = 'main'"
# files of the bundle that are named one by one
SHOWN = (".zip", ".xlsx", ".db", ".md", ".cff", ".json", ".csv", "SHA256SUMS", "LICENSE")
UNREADABLE = (OSError, ValueError, LookupError, TypeError)
CONTEXT = {
    "@vocab": "https://schema.org/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
}
KEYWORDS = [
    "trafficking in persons",
    "Palermo Protocol",
    "legislation",
    "national action plans",
    "Africa",
]
FILES = (
    ("SQLite", "application/vnd.sqlite3", "/tip.db"),
    ("CSV", "text/csv", "/tip/gap.csv"),
    ("JSON", "application/json", "/tip/gap.json"),
)


async def downloads(query: Query, request: Any) -> dict[str, Any]:
    """Every table and view with its size; the table is that list."""
    build = (await query("select * from build"))[0]
    counts = json.loads(build["counts"])
    file = Path((await query(FILE))[0]["file"])
    releases = await query(RELEASES)
    for release in releases:
        release["held"] = (file.parent / RELEASE_FILE.format(release["number"])).exists()
        release["current"] = release["content_hash"] == build["content_hash"]
    titles = {row["entity"]: row["title"] for row in await query(TITLES)}
    views = [row["name"] for row in await query(VIEWS)]
    return {
        "rows": [
            {"name": name, "title": titles.get(name), "kind": "table", "rows": n}
            for name, n in counts.items()
        ]
        + [
            {"name": name, "title": titles.get(name), "kind": "view", "rows": None}
            for name in views
        ],
        "build": build,
        "releases": releases,
        "texts": (await query(TEXTS))[0],
        "bundle": bundle(bundles(file), build["content_hash"]),
        "dataset": describe_dataset(build, f"{request.scheme}://{request.host}"),
    }


def bundles(file: Path) -> Path:
    """The folder of bundles of a database file: dist, beside the folder that the file is in."""
    return file.parent.parent / "dist"


def bundle(folder: Path, content_hash: str) -> Row | None:
    """The bundle made of the database with this hash, or None: its name, its zip, its files with
    their sizes, and what it leaves out.
    """
    for found in sorted(folder.glob("palermo-ledger-*/"), reverse=True):
        try:
            if made_from(found) == content_hash:
                return describe_bundle(found)
        except UNREADABLE:  # half an export, or one that is being replaced: as good as none
            continue
    return None


def made_from(bundle: Path) -> str | None:
    """The hash of the database that a bundle was made of; None when its zip is not there or half.
    Raises UNREADABLE.
    """
    described = json.loads((bundle / "datapackage.json").read_text(encoding="utf-8"))
    whole = zipfile.is_zipfile(bundle.with_suffix(".zip"))
    return str(described["built_from"]["content_hash"]) if whole else None


def describe_bundle(bundle: Path) -> Row:
    """What the page says of a bundle. Raises UNREADABLE."""
    left_out = (bundle / "LEFT_OUT.md").read_text(encoding="utf-8").split("\n", 2)[2]
    files = sorted(path for path in bundle.iterdir() if path.is_file())
    return {
        "name": bundle.name,
        "files": [
            {"path": path.relative_to(bundle.parent).as_posix(), "bytes": path.stat().st_size}
            for path in [bundle.with_suffix(".zip"), *files]
            if path.name.endswith(SHOWN)
        ],
        "laws": len(list(bundle.glob("akn/*.xml"))),
        "left_out": left_out,
    }


def describe_dataset(build: Row, site: str) -> Row:
    """The knowledge base as schema.org and DCAT describe a data set, for catalogues and search
    engines.
    """
    return {
        "@context": CONTEXT,
        "@type": ["Dataset", "dcat:Dataset"],
        "@id": f"{site}/downloads",
        "url": f"{site}/downloads",
        "name": "Palermo Ledger",
        "description": _(
            "Laws, plans and agreements against trafficking in persons, article by article, "
            "with the source of every fact."
        ),
        "creator": {"@type": "Organization", "name": "Palermo Ledger contributors"},
        "license": LICENCE,
        "dct:license": {"@id": LICENCE},
        "version": build["built_at"][:10],
        "dateModified": build["built_at"],
        "identifier": f"sha256:{build['content_hash']}",
        "inLanguage": list(LANGUAGES),
        "isAccessibleForFree": True,
        "keywords": KEYWORDS,
        "distribution": [describe_file(*file, site) for file in FILES],
    }


def describe_file(name: str, media_type: str, path: str, site: str) -> Row:
    """One form of the data as schema.org and DCAT describe it."""
    return {
        "@type": ["DataDownload", "dcat:Distribution"],
        "name": name,
        "encodingFormat": media_type,
        "contentUrl": site + path,
        "dcat:downloadURL": {"@id": site + path},
        "license": LICENCE,
    }


async def as_parquet(datasette: Any, request: Any) -> Response:
    """A table as Parquet: the file of the bundle, where one of this build is held."""
    file = Path(datasette.get_database(DATABASE).path)
    build = (await query_of(datasette)("select content_hash from build"))[0]
    table = request.url_vars["table"]
    held = bundle(bundles(file), build["content_hash"])
    path = f"{held['name']}/parquet/{table}.parquet" if held else ""
    if not held or not (bundles(file) / path).is_file():
        raise NotFound(
            _("%(table)s is not offered as Parquet here; `make export` makes it.", table=table)
        )
    return Response.redirect(f"/bundle/{path}")


async def file_of_bundle(datasette: Any, request: Any, send: Any) -> None:
    """One file of a bundle held here."""
    folder = bundles(Path(datasette.get_database(DATABASE).path))
    if not (folder / request.url_vars["path"]).is_file():
        raise NotFound(
            "No bundle held here has this file. "
            "`make export` makes one; /downloads lists what is held."
        )
    await asgi_static(folder, chunk_size=1 << 16)(request, send)


@hookimpl
def register_routes() -> list[Any]:
    return [
        route("downloads", "downloads.html", downloads, "/tip/{name}", ["/downloads"], seconds=0),
        Route(r"^/tip/(?P<table>[a-z0-9_]+)\.parquet$", as_parquet, examples=("/tip/gap.parquet",)),
        Route(
            r"^/bundle/(?P<path>palermo-ledger-[0-9-]+[/.].+)$",
            file_of_bundle,
            examples=("/bundle/palermo-ledger-2026-07-01.zip",),
        ),
    ]
