"""The long texts of the site: Markdown files in plugins/prose/<language>/, made into safe HTML.

    {{ prose("about", verdicts=verdicts) }}    in a template; plugins/prose/fr/about.md in French

A line `[[verdicts]]` is the place of what the template gives under that name, such as figures from
the database. A link that begins with / stays in the reader's language. A text that is missing in
the reader's language is shown, and marked, in English.
"""

import re
from functools import lru_cache
from pathlib import Path

import nh3
from markdown import markdown
from markupsafe import Markup

from plugins.kit.english import English, mark
from plugins.kit.language import language, language_prefix

PROSE = Path(__file__).parent.parent / "prose"
EXTENSIONS = ["attr_list", "tables"]  # attr_list: `## Limits {: #limits }`, `{: .lead }`
TAGS = set(
    "a abbr b blockquote br cite code dd del div dl dt em h2 h3 h4 hr i ins li ol p q s small span "
    "strong sub sup table tbody td th thead tr ul".split()
)
ATTRIBUTES = {"*": {"id", "class", "lang", "dir", "title"}, "a": {"href"}}
ADDRESS = re.compile(r"https?://|mailto:|[/#?]")  # how an address may begin
SLOT = re.compile(r"<p>\[\[(\w+)\]\]</p>")


def render_prose(name: str, **slots: Markup) -> Markup:
    """The text `name` in the reader's language with its slots filled.

    Raises KeyError for a slot of the text that the template does not fill.
    """
    path = prose_file(name, language())
    text = render_markdown(path.read_text(encoding="utf-8"), language_prefix())
    english = path.parent.name != language()
    parts = SLOT.split(text)  # text, slot, text, slot, ..., text
    for n, part in enumerate(parts):
        if n % 2:
            parts[n] = slots[part]
        elif english and part.strip():
            parts[n] = f'<div lang="en" dir="ltr">{part}</div>'
    return Markup("".join(parts))


def prose_file(name: str, code: str) -> Path:
    """The file of a text in a language, or in English where there is none."""
    path = PROSE / code / f"{name}.md"
    return path if path.exists() else PROSE / "en" / f"{name}.md"


@lru_cache(maxsize=1_000)
def render_markdown(text: str, prefix: str = "") -> str:
    """Markdown as HTML without anything active: no script, style, frame, form or event handler, no
    address but of the web and of mail. `prefix` goes in front of links to this site.
    """

    def check_address(_tag: str, attribute: str, value: str) -> str | None:
        if attribute != "href":
            return value
        if not ADDRESS.match(value):
            return None
        return prefix + value if re.match(r"/(?!/)", value) else value

    cleaned = nh3.clean(
        markdown(text, extensions=EXTENSIONS),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=check_address,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return re.sub(r" *\n *", " ", cleaned.replace("&nbsp;", "\u00a0"))


def render_line(text: str) -> str | Markup:
    """A short text of a record, which may have links and emphasis, as safe HTML without a paragraph
    around it; HTML that is safe already stays as it is.
    """
    if isinstance(text, Markup):
        return text
    html = render_markdown(text, language_prefix())
    line = re.sub(r"^<p>(.*)</p>$", r"\1", html) if html.count("<p>") == 1 else html
    return Markup(mark(line) if isinstance(text, English) else line)
