"""Is a page French? Words of English in its text, outside what is marked as another language or is
a name.
"""

import re
from collections.abc import Iterator

from lxml import etree, html

STOP = set(
    "the of and is not with which for by from are that this has have been was were its they their "
    "than whose to into no it as be at where who".split()
)
TERMS = re.compile(r"CC BY 4\.0|common law")
ENGLISH = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
# Titles of works, keys and SQL are the same in every language.
NAMES = {"cite", "code", "pre", "style", "script"}
SPOKEN = ("title", "aria-label", "placeholder", "alt")


def english(page: str) -> list[str]:
    """The pieces of a page that should be French and are English: two English stop words, or one in
    no more than five words.
    """
    return [text for text in french_texts(html.fromstring(page)) if is_english(text)]


def is_english(text: str) -> bool:
    words = [word.lower() for word in ENGLISH.findall(TERMS.sub("", text))]
    hits = sum(word in STOP for word in words)
    return hits > 1 or (hits == 1 and 1 < len(words) < 6)


def french_texts(tree: etree._Element) -> Iterator[str]:
    """Texts and spoken attributes whose language is that of the page."""
    own = tree.get("lang")
    for node in tree.iter(etree.Element):
        if (
            node.tag not in NAMES
            and not any(parent.tag in NAMES for parent in node.iterancestors())
            and language_of(node) == own
        ):
            yield from (
                " ".join(text.split())
                for text in (node.text, *(child.tail for child in node))
                if text and text.strip()
            )
            yield from (node.get(name) for name in SPOKEN if node.get(name))


def language_of(node: etree._Element) -> str | None:
    return next(
        (each.get("lang") for each in (node, *node.iterancestors()) if each.get("lang")), None
    )
