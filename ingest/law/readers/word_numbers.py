"""The numbers that Word draws itself, written into the paragraphs they stand before.

`Article 5` of an automatic list stands nowhere in a Word file: its paragraph names a list and a
level, numbering.xml says how a level is printed (`Article %1`) and where it starts, and Word
counts. So do we, by ECMA-376 part 1, 17.9: lists over one definition share their count, a start of
its own begins it again, a level begins again after a higher one unless it says otherwise.
"""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.law.readers.number_forms import FORMS

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
DRAWN_FIELDS = re.compile(r"\b(?:AUTONUM\w*|LISTNUM)\b")  # fields that keep no result
MOST_CHAINED = 12  # styles based on one another

Element = etree._Element


@dataclass(frozen=True)
class Level:
    """One level of a list: its first number, the form of it, the words around (`%1` is a number),
    the level (from 1) whose number begins it again, and the style of its paragraphs.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False
    style: str = ""


@dataclass
class WordList:
    """The levels of a `w:num`, the count it shares with others, and starts of its own."""

    count: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass
class Numbering:
    """What a file says of its lists and where the counts stand."""

    lists: dict[str, WordList]
    styles: dict[str, tuple[str, int]]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    unread: Counter[str] = field(default_factory=Counter)

    def next_number(self, name: str, depth: int) -> str:
        """The number of the next paragraph of a list, as printed; empty for bullets."""
        listed = self.lists.get(name)
        if listed is None or depth not in listed.levels:
            self.unread["a list that the file does not have"] += 1
            return ""
        counts = self.counts.setdefault(listed.count, {})
        if name not in self.begun:
            self.begun.add(name)
            for place in listed.starts:
                counts.pop(place, None)
        _count(listed, counts, depth)
        return self._printed(listed.levels, counts, depth)

    def _printed(self, levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
        level = levels[depth]
        if level.form == "bullet":
            return ""

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            form = "decimal" if level.is_legal else levels.get(place, Level()).form
            if form not in FORMS:
                self.unread[f"the form {form}, written in digits"] += 1
            return FORMS.get(form, str)(counts.get(place, 1))

        return re.sub(r"%([1-9])", number, level.text).strip()


def _count(listed: WordList, counts: dict[int, int], depth: int) -> None:
    """Count one paragraph: its level goes on, higher ones have begun, deeper ones begin again."""
    for place, level in listed.levels.items():
        start = listed.starts.get(place, level.start)
        if place == depth:
            counts[place] = counts[place] + 1 if place in counts else start
        elif place < depth:
            counts.setdefault(place, start)
        elif level.restart is None or depth < level.restart:
            counts.pop(place, None)


def write_numbers(data: bytes) -> tuple[bytes, list[str]]:
    """A Word file with its automatic numbers as text, and what could not be read of them; the file
    itself where it draws none.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = _related(parts, "", "officeDocument", "word/document.xml")
    if name not in parts:
        return data, []
    numbering = parts.get(_related(parts, name, "numbering", "word/numbering.xml"))
    document = _parsed(parts[name])
    fields = [text for node in _all(document, "instrText") if (text := node.text or "")]
    drawn = sum(len(DRAWN_FIELDS.findall(text)) for text in fields)
    warnings = [f"{drawn} numbers drawn by fields of Word cannot be read"] if drawn else []
    if numbering is None:
        return data, warnings
    styles = parts.get(_related(parts, name, "styles", "word/styles.xml"))
    read = _read_numbering(_parsed(numbering), _parsed(styles) if styles else None)
    for paragraph in list(_all(document, "p")):
        _write_number(paragraph, read)
    parts[name] = etree.tostring(document, xml_declaration=True, encoding="UTF-8", standalone=True)
    warnings += [f"{times} numbers of {what}" for what, times in read.unread.items()]
    return _packed(parts), warnings


def _packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _parsed(content: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)


def _related(parts: dict[str, bytes], name: str, kind: str, usual: str) -> str:
    """The part of a kind that another part (or the file, without a name) points to."""
    folder, base = posixpath.split(name)
    listed = parts.get(posixpath.join(folder, "_rels", f"{base}.rels"))
    for relation in _parsed(listed).iter(RELATIONS) if listed else ():
        if relation.get("Type", "").endswith(f"/{kind}"):
            target = relation.get("Target", "")
            path = target if target.startswith("/") else posixpath.join(folder, target)
            return posixpath.normpath(path).lstrip("/")
    return usual


def _all(root: Element, name: str) -> Iterator[Element]:
    return root.iter(f"{{*}}{name}")


def _child(element: Element | None, *path: str) -> Element | None:
    for name in path:
        element = None if element is None else element.find(f"{{*}}{name}")
    return element


def _value(element: Element | None, *path: str, key: str = "val") -> str:
    """An attribute, in whatever namespace, of the element under a path; empty without one."""
    found = _child(element, *path)
    values = (
        {}
        if found is None
        else {etree.QName(name).localname: found.get(name) for name in map(str, found.keys())}
    )
    return values.get(key) or ""


def _integer(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else otherwise


def _is_on(element: Element | None, *path: str) -> bool:
    """Whether a switch is there and not turned off."""
    return _child(element, *path) is not None and _value(element, *path) not in ("0", "false")


def _read_numbering(numbering: Element, styles: Element | None) -> Numbering:
    definitions = {_value(one, key="abstractNumId"): one for one in _all(numbering, "abstractNum")}
    linked = {_value(one, "styleLink"): key for key, one in definitions.items()}
    lists = {}
    for element in _all(numbering, "num"):
        count = _value(element, "abstractNumId")
        if link := _value(definitions.get(count), "numStyleLink"):
            count = linked.get(link, count)
        levels = _levels(definitions.get(count))
        starts = {}
        for override in element.iterfind("{*}lvlOverride"):
            depth = _integer(_value(override, key="ilvl"), 0)
            levels |= _levels(override)
            if start := _value(override, "startOverride"):
                starts[depth] = _integer(start, 1)
        lists[_value(element, key="numId")] = WordList(count, levels, starts)
    return Numbering(lists, _numbered_styles(styles, lists))


def _levels(element: Element | None) -> dict[int, Level]:
    """The levels that a definition, or the exception of a list, describes."""
    found = [] if element is None else element.iterfind("{*}lvl")
    return {_integer(_value(level, key="ilvl"), 0): _level(level) for level in found}


def _level(element: Element) -> Level:
    restart = _value(element, "lvlRestart")
    hidden = _is_on(element, "rPr", "vanish")
    return Level(
        start=_integer(_value(element, "start"), 0),  # 17.9.25: without a start it counts from 0
        form=_value(element, "numFmt") or "decimal",
        text="" if hidden else _value(element, "lvlText"),
        restart=_integer(restart, 0) if restart else None,
        is_legal=_is_on(element, "isLgl"),
        style=_value(element, "pStyle"),
    )


def _numbered_styles(
    styles: Element | None, lists: dict[str, WordList]
) -> dict[str, tuple[str, int]]:
    """(list, level) of each style that numbers its paragraphs, itself or by what it is based on."""
    found = (
        {} if styles is None else {_value(one, key="styleId"): one for one in _all(styles, "style")}
    )
    numbered = {}
    for name in found:
        chain = [name]
        while len(chain) < MOST_CHAINED and (base := _value(found.get(chain[-1]), "basedOn")):
            chain.append(base)
        named = [_value(found.get(one), "pPr", "numPr", "numId") for one in chain]
        listed = next(filter(None, named), "")
        depths = [_value(found.get(one), "pPr", "numPr", "ilvl") for one in chain]
        levels = lists[listed].levels if listed in lists else {}
        own = [depth for one in chain for depth, level in levels.items() if level.style == one]
        if listed not in ("", "0"):
            numbered[name] = (listed, (own or [_integer(next(filter(None, depths), ""), 0)])[0])
    return numbered


def _write_number(paragraph: Element, numbering: Numbering) -> None:
    """Put the number of a paragraph before its text."""
    if _is_struck(paragraph):
        return
    style = numbering.styles.get(_value(paragraph, "pPr", "pStyle"), ("", 0))
    own = _value(paragraph, "pPr", "numPr", "numId")
    depth = _integer(_value(paragraph, "pPr", "numPr", "ilvl"), 0 if own else style[1])
    listed = own or style[0]
    number = numbering.next_number(listed, depth) if listed not in ("", "0") else ""
    if not number:
        return
    space = paragraph.tag.removesuffix("p")
    run = etree.Element(f"{space}r")
    text = etree.SubElement(run, f"{space}t")
    text.set(XML_SPACE, "preserve")
    text.text = f"{number} "
    paragraph.insert(0 if _child(paragraph, "pPr") is None else 1, run)


def _is_struck(paragraph: Element) -> bool:
    """A paragraph that is deleted, or stands twice in the file for old versions of Word."""
    struck = _child(paragraph, "pPr", "rPr", "del") is not None
    return struck or next(paragraph.iterancestors(CHOICE), None) is not None
