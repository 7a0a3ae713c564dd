"""Marked-up text to lines: what the HTML, Akoma Ntoso and DOCX readers share.

Only text and structure come out. Scripts, styles, forms and frames are dropped with everything in
them.
"""

import re

from lxml import etree

from ingest.law.readers.document import MAX_TEXT, Damaged, TooLarge

DROP = {
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "form",
    "button",
    "select",
    "input",
    "textarea",
    "nav",
    "canvas",
    "audio",
    "video",
    "head",
    "meta",
    "link",
    "figure",
    "img",
    "toc",
}
BREAK = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "br",
    "blockquote",
    "pre",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "center",
    "dt",
    "dd",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "caption",
    "title",
    "body",
    "eol",
    "subsection",
    "paragraph",
    "subparagraph",
    "item",
    "point",
    "list",
    "blocklist",
    "content",
    "intro",
    "wrapup",
    "listintroduction",
    "subclause",
    "clause",
    "alinea",
    "indent",
    "crossheading",
    "quotedstructure",
    "longtitle",
    "text",
    "definition",
    "hcontainer",
    "clausewise",
    "subitem",
    "clauses",
    "heading",
    "subheading",
}
STRUCK = {"strike", "s", "del"}
NOTES = {"remark", "note", "authorialnote", "historicalnote", "editorialnote"} | STRUCK
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
AKN_CLASS = re.compile(r"(?:^|\s)akn-([A-Za-z]+)")
# Justice Canada's own mark-up, named as Akoma Ntoso names the same things.
SAME = {"label": "num", "marginalnote": "heading", "titletext": "heading"}

Element = etree._Element


def parse_html(text: str) -> Element:
    """The tree of an HTML page; raises Damaged if there is none."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(f"not HTML: {error}") from error
    if root is None:
        raise Damaged("no element in this page")
    return root


def name(element: Element) -> str:
    """The element's Akoma Ntoso name where it has one (as XML tag or as akn- class), else its tag;
    lower case.
    """
    if not isinstance(element.tag, str):
        return "#comment"
    match = AKN_CLASS.search(element.get("class") or "")
    tag = match[1].lower() if match else element.tag.rsplit("}", 1)[-1].lower()
    return SAME.get(tag, tag)


class Flow:
    """Collects text in reading order: `lines` of law, and the `notes` found between them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.notes: list[str] = []
        self._parts: list[str] = []
        self._after_number = False
        self._size = 0

    def add(self, text: str | None) -> None:
        """Add a run of text to the current line."""
        if text:
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

    def element(self, element: Element, skip: frozenset[Element] = frozenset()) -> None:
        """Add an element with all it holds except those in `skip`; its tail is not part of it."""
        kind = name(element)
        if element in skip or kind in DROP or kind == "#comment":
            return
        if kind in NOTES:
            note = re.sub(r"\s+", " ", " ".join(str(part) for part in element.itertext())).strip()
            self.notes += [note] if note else []
            return
        breaks = kind in BREAK
        if breaks:
            self.end_line()
        self.add(raised(element, self._parts) if kind in ("sup", "sub") else element.text)
        for child in element:
            self.element(child, skip)
            self.add(child.tail)
        if kind == "num":
            self._parts.append(" ")
            self._after_number = True
        if kind in ("td", "th"):
            self._parts.append(" ")
        if breaks:
            self._after_number = False
            self.end_line()

    def finish(self) -> "Flow":
        """Close the last line."""
        self._after_number = False
        self.end_line()
        return self


def raised(element: Element, before: list[str]) -> str | None:
    """Digits raised after a number (133<sup>1</sup>) become ¹, so that the article is not read as
    1331.
    """
    text = element.text
    if text and text.strip().isdigit() and before and before[-1].rstrip()[-1:].isdigit():
        return text.strip().translate(RAISED)
    return text


def flow(element: Element, skip: frozenset[Element] = frozenset()) -> Flow:
    """Lines and notes of one element."""
    result = Flow()
    result.element(element, skip)
    return result.finish()
