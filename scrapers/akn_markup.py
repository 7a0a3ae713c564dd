"""How Akoma Ntoso names things, in its XML (`<section eId>`) and in the HTML that Indigo and
Peachjam make of it (`<section class="akn-section" data-eid>`).

Shared by scrapers/akn.py, which reads strictly and keeps every level of a law apart, and by
ingest/law/readers/akn.py, which reads any file leniently, article by article.
"""

import re

from bs4 import Tag

AKN_CLASS = re.compile(r"(?:^|\s)akn-([A-Za-z]\w*)")
FRBR = {  # what the head of a document says: level, element, attribute
    "uri": ("FRBRExpression", "FRBRuri", "value"),
    "work": ("FRBRWork", "FRBRuri", "value"),
    "title": ("FRBRWork", "FRBRalias", "value"),
    "date": ("FRBRExpression", "FRBRdate", "date"),
    "language": ("FRBRExpression", "FRBRlanguage", "language"),
}


def class_name(element: Tag) -> str:
    """'section' for an element with class akn-section; '' for one without such a class."""
    classes = element.get("class") or ""
    match = AKN_CLASS.search(classes if isinstance(classes, str) else " ".join(classes))
    return match[1] if match else ""


def local_name(element: Tag) -> str:
    """The tag without its namespace prefix."""
    return element.name.removeprefix(f"{element.prefix}:") if element.prefix else element.name


def read_frbr(root: Tag, key: str) -> str | None:
    """One value of the head of a document, by its key in FRBR; None where it is not given."""
    level, name, attribute = FRBR[key]
    for holder in root.find_all(lambda element: local_name(element) == level):
        for element in holder.find_all(True, recursive=False):
            if local_name(element) == name:
                return str(element.get(attribute) or "") or None
    return None
