"""The list of the parts of a long page, and the foot of its sheets on paper."""

import re

from markupsafe import Markup, escape

from plugins.kit.days import today
from plugins.kit.language import gettext as _
from plugins.kit.locale_format import format_date

FEWEST = 4  # parts from which a page gets a list of them
PART = re.compile(r'<h2 id="([^"]+)"[^>]*>(.*?)</h2>', re.S)
ASIDE = re.compile(r"<small\b.*?</small>|<[^>]+>", re.S)
LONGEST = 90  # signs of an address in the foot of a sheet


def with_contents(body: str) -> Markup:
    """The HTML of a page with a list of its parts after its title: each second heading that has an
    id, where there are at least FEWEST.
    """
    body = str(body)  # what replaces words in a Markup would be escaped
    found = PART.findall(body)
    parts = [(anchor, " ".join(ASIDE.sub("", words).split())) for anchor, words in found]
    if len(parts) < FEWEST:
        return Markup(body)
    links = "".join(f'<li><a href="#{anchor}">{words}</a></li>' for anchor, words in parts)
    name = escape(_("On this page"))
    nav = f'<nav class="contents" aria-label="{name}"><ul>{links}</ul></nav>'
    return Markup(body.replace("</h1>", f"</h1>\n{nav}", 1))


def paper_foot(address: str) -> Markup:
    """A style sheet that writes the source and the day into the foot of each printed sheet.

    address: of the page, with the host.
    """
    short = address if len(address) <= LONGEST else address[: LONGEST - 1] + "…"
    # the address is one piece from left to right, also between Arabic words
    words = f"\u2066Palermo Ledger · {short}\u2069 · {format_date(today())}"
    quoted = "".join(f"\\{ord(sign):x} " if sign in '"\\<>&\n' else sign for sign in words)
    font = "font: 7.5pt sans-serif; color: #4c5c66"
    return Markup(
        f'<style id="paper">@media print {{ @page {{ @bottom-left {{ content: "{quoted}"; {font} }}'
        " } }</style>"
    )
