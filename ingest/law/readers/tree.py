"""Marked-up text to lines: what the HTML, Akoma Ntoso, Markdown and DOCX readers share.

Only text and structure come out. Scripts, styles, forms and frames are dropped with everything in
them.
"""

import re
from collections.abc import Iterator
from typing import TypeGuard

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString
from bs4.exceptions import ParserRejectedMarkup

from ingest.law.readers.document import MAX_TEXT, Damaged, TooLarge
from scrapers import content
from scrapers.akn_markup import class_name, local_name

DROP = set(
    "script style noscript template iframe object embed svg math form button select input textarea "
    "nav canvas audio video head meta link figure img toc".split()
)
CODE = set("script style template head meta link".split())  # of DROP: never words for a reader
BREAK = set(  # elements that begin and end a line
    "p div li ul ol tr table br blockquote pre section article header footer main aside center dt "
    "dd dl h1 h2 h3 h4 h5 h6 hr caption title body eol subsection paragraph subparagraph item "
    "point list blocklist content intro wrapup listintroduction subclause clause alinea indent "
    "crossheading quotedstructure longtitle text definition hcontainer clausewise subitem clauses "
    "heading subheading".split()
)
STRUCK = {"strike", "s", "del"}
NOTES = {"remark", "note", "authorialnote", "historicalnote", "editorialnote"} | STRUCK
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Justice Canada's own mark-up, named as Akoma Ntoso names the same things.
MAX_DEPTH = 256  # elements inside one another; what lxml allows in XML
SAME = {"label": "num", "marginalnote": "heading", "titletext": "heading"}


def parse_html(text: str) -> BeautifulSoup:
    """The tree of an HTML page; raises Damaged if there is none."""
    try:
        tree = content.parse_html(text)
    except ParserRejectedMarkup as error:
        raise Damaged(f"not HTML: {error}") from error
    if tree.find(True) is None:
        raise Damaged("no element in this page")
    refuse_deep_nesting(tree)
    return tree


def refuse_deep_nesting(root: Tag) -> None:
    """Raise TooLarge for elements inside one another without end: each look at what is around one
    would take time by their number.
    """
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in child_elements(element)]
        if not level:
            return
    raise TooLarge(f"nested deeper than a law can be, {MAX_DEPTH} levels")


def element_name(element: Tag) -> str:
    """The element's Akoma Ntoso name where it has one (as XML tag or as akn- class), else its tag;
    lower case.
    """
    tag = (class_name(element) or local_name(element)).lower()
    return SAME.get(tag, tag)


def child_elements(element: Tag) -> Iterator[Tag]:
    """The elements directly inside an element."""
    return (child for child in element.children if isinstance(child, Tag))


def is_text(node: object) -> TypeGuard[NavigableString]:
    """True for text; comments, declarations and instructions are none."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)


def dropped_words(page: Tag) -> list[tuple[str, str]]:
    """The words inside elements that are no text of a page, each with the name of its element."""
    dropped = page.find_all(sorted(DROP - CODE))
    outermost = [one for one in dropped if one.find_parent(sorted(DROP)) is None]
    found = [(words_of(element), f"inside <{element.name}>") for element in outermost]
    return [(words, reason) for words, reason in found if words]


def words_of(element: Tag) -> str:
    """All text inside an element on one line, a blank between its parts."""
    return " ".join(" ".join(str(node) for node in element.descendants if is_text(node)).split())


class Flow:
    """Collects text in reading order: `lines` of law, and the `notes` found between them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.notes: list[str] = []
        self._parts: list[str] = []
        self._after_number = False
        self._size = 0

    def add(self, text: str) -> None:
        """Add a run of text to the current line."""
        self._size += len(text)
        if self._size > MAX_TEXT:
            raise TooLarge(f"more than {MAX_TEXT} characters of text")
        self._parts.append(text)
        self._after_number = self._after_number and not text.strip()

    def end_line(self) -> None:
        """Close the current line, unless it holds only a number: `(a)` stays with its text."""
        if self._after_number:
            self._parts.append(" ")
            return
        line = re.sub(r"\s+", " ", "".join(self._parts)).strip()
        if line:
            self.lines.append(line)
        self._parts = []

    def element(self, element: Tag, skip: frozenset[int] = frozenset()) -> None:
        """Add an element with all it holds, except the elements whose id() is in `skip`."""
        kind = element_name(element)
        if id(element) in skip or kind in DROP:
            return
        if kind in NOTES:
            note = words_of(element)
            self.notes += [note] if note else []
            return
        breaks = kind in BREAK
        if breaks:
            self.end_line()
        self._inside(element, kind, skip)
        if kind == "num":
            self._parts.append(" ")
            self._after_number = True
        if kind in ("td", "th"):
            self._parts.append(" ")
        if breaks:
            self._after_number = False
            self.end_line()

    def _inside(self, element: Tag, kind: str, skip: frozenset[int]) -> None:
        """Add the text and the elements inside an element."""
        is_raised = kind in ("sup", "sub") and follows_a_digit(self._parts)
        for node in element.children:
            if isinstance(node, Tag):
                self.element(node, skip)
                is_raised = False
            elif is_text(node):
                text = str(node)
                digits = text.strip()
                self.add(digits.translate(RAISED) if is_raised and digits.isdigit() else text)

    def finish(self) -> "Flow":
        """Close the last line."""
        self._after_number = False
        self.end_line()
        return self


def follows_a_digit(parts: list[str]) -> bool:
    """True after a number: digits raised there (133<sup>1</sup>) become ¹, so that the article is
    not read as 1331.
    """
    return bool(parts) and parts[-1].rstrip()[-1:].isdigit()


def flow_of(element: Tag, skip: frozenset[int] = frozenset()) -> Flow:
    """Lines and notes of one element."""
    result = Flow()
    result.element(element, skip)
    return result.finish()
