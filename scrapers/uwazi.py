"""Uwazi instances (HURIDOCS): curated collections behind a JSON API.

One shape for all instances: search results, templates (what the fields are) and thesauri (what
their values mean). `sharedId` links the languages of one entity; dates are seconds since 1970 and
stay so. Licences differ by instance.
"""

from collections.abc import Iterator
from typing import Any

from scrapers.outcome import PageChanged
from scrapers.page import Row, clean_text, nothing_left, read_json, take_value

SOURCE = "uwazi"
TITLE = "Uwazi instances"
TERMS = "by instance: check its about page before anything is published"
ACCEPT = ("json",)
INSTANCES = {
    "sgbv": (
        "https://sgbv-ihrda.uwazi.io",
        "",
    ),  # has Senegal's law 2005-06 in French, English and Arabic
    "upr": ("https://upr-info-database.uwazi.io", "&searchTerm=trafficking"),
}
SIZE = 100
MOST = 10_000  # the API does not count or page further
PAGES = {
    f"{key}-{part}": f"{host}/api/{part}"
    for key, (host, _) in INSTANCES.items()
    for part in ("templates", "thesauris")
} | {
    f"{key}-search-00000": f"{host}/api/search?limit={SIZE}&from=0{words}"
    for key, (host, words) in INSTANCES.items()
}
BOOKKEEPING = (  # of the software itself, nothing about the entity
    "_id",
    "__v",
    "type",
    "mongoLanguage",
    "creationDate",
    "editDate",
    "toc",
    "user",
    "permissions",
    "documents",
    "attachments",
    "_explain",
    "snippets",
    "obsoleteMetadata",
    "generatedToc",
    "preserve",
    "icon",
    "relationships",
    "suggestedMetadata",
    "defaultDocument",
)


def discover(name: str, page: bytes) -> Iterator[tuple[str, str]]:
    """From the first page of a search: all further pages."""
    if not name.endswith("-search-00000"):
        return
    key = name.split("-")[0]
    host, words = INSTANCES[key]
    for start in range(SIZE, min(read_json(page)["totalRows"], MOST), SIZE):
        yield f"{key}-search-{start:05}", f"{host}/api/search?limit={SIZE}&from={start}{words}"


def parse(name: str, page: bytes) -> Iterator[Row]:
    """Yield 'search' (total) and 'entity' rows, or 'template' and 'property' rows, or 'thesaurus'
    and 'value' rows.

    entity: shared_id, language, template, title, published, metadata {property: [printed values]}.
    """
    document = read_json(page)
    if isinstance(document, dict) and "totalRows" in document:
        yield from search_rows(name, document)
        return
    listed = take_value(document, "rows", list, name) if isinstance(document, dict) else document
    if not isinstance(listed, list) or not listed:
        raise PageChanged(f"{name}: a list expected, found {str(document)[:80]}")
    for number, record in enumerate(listed, 1):
        yield from record_rows(f"{name}, record {number}", record)


def search_rows(name: str, document: dict[str, Any]) -> Iterator[Row]:
    total, rows = (
        take_value(document, "totalRows", int, name),
        take_value(document, "rows", list, name),
    )
    nothing_left(document, name, ("relation", "aggregations"))
    if total and not rows:
        raise PageChanged(f"{name}: {total} rows announced, none given")
    yield "search", {"total": total, "read": len(rows)}
    for number, record in enumerate(rows, 1):
        yield "entity", entity_row(f"{name}, row {number}", record)


def entity_row(origin: str, record: Any) -> dict[str, Any]:
    keys = (
        ("sharedId", str),
        ("language", str),
        ("template", str),
        ("title", str),
        ("published", bool),
        ("metadata", dict),
    )
    shared, language, template, title, published, metadata = (
        take_value(record, key, kind, origin) for key, kind in keys
    )
    nothing_left(record, origin, BOOKKEEPING)
    values = {key: printed_values(f"{origin}: {key}", value) for key, value in metadata.items()}
    return {
        "shared_id": shared,
        "language": language,
        "template": template,
        "title": clean_text(title),
        "published": published,
        "metadata": values,
    }


def printed_values(origin: str, value: Any) -> list[Any]:
    """The values of one property as a reader sees them: labels where there are labels. Both the old
    plain and the new form are read.
    """
    result = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            if "value" not in item:
                raise PageChanged(f"{origin}: a value without 'value': {str(item)[:80]}")
            item = item.get("label") or item["value"]
        if item not in (None, ""):
            result.append(clean_text(item) if isinstance(item, str) else item)
    return result


def record_rows(origin: str, record: Any) -> Iterator[Row]:
    """A template with its properties, a thesaurus with its values, or a bare relation type."""
    identity, title = (
        take_value(record, "_id", str, origin),
        take_value(record, "name", str, origin),
    )
    if "commonProperties" in record:
        yield "template", {"id": identity, "name": title}
        for item in take_value(record, "properties", list, origin):
            yield (
                "property",
                {
                    "template": identity,
                    "name": take_value(item, "name", str, origin),
                    "label": take_value(item, "label", str, origin),
                    "type": take_value(item, "type", str, origin),
                },
            )
    elif "values" in record:
        yield "thesaurus", {"id": identity, "name": title}
        for item in take_value(record, "values", list, origin):
            inner = item.get("values") if isinstance(item, dict) else None
            for value in [item, *inner] if isinstance(inner, list) else [item]:
                yield (
                    "value",
                    {
                        "thesaurus": identity,
                        "id": take_value(value, "id", str, origin),
                        "label": take_value(value, "label", str, origin),
                    },
                )
    else:
        nothing_left(record, origin, ("__v", "properties"))
        yield "relation", {"id": identity, "name": title}
