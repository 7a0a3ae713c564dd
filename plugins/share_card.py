"""/card/country/SEN.png : the picture that a messenger or network shows beside a link to a State,
an item, a plan or a provision.
"""

import textwrap
from typing import Any

from datasette import NotFound, Response, hookimpl

from plugins.kit.days import today
from plugins.kit.drawing import (
    INK,
    PAPER,
    QUIET,
    Drawing,
    answer_png,
    describe_picture,
    drawn_language,
)
from plugins.kit.language import gettext as _
from plugins.kit.language import reading
from plugins.kit.locale_format import format_date
from plugins.kit.page import query_of
from plugins.kit.record_labels import LABELS, label_citation
from plugins.kit.routes import Route

WIDTH, HEIGHT, MARGIN = 600, 315, 36  # pixels; networks ask for twice as many
BAR = "#0b3f4a"
TITLE, LINE = 40, 66  # signs of a line of the title and of the words below it
COUNTS = "sum(v.verdict = 'full') as full, sum(v.verdict = 'partial') as partial"
NAMED = {
    "country": f"""
      select k.name_xx as title, {COUNTS}, (select count(*) from item) as everything
      from country k
      left join verdict v on v.country = k.id
      where k.id = upper(:id)
      group by k.id""",
    "item": f"""
      select t.label_xx as title, {COUNTS},
        (select count(*) from country where kind in ('state', 'observer')) as everything
      from item t
      left join verdict v on v.item = t.code
      where t.code = :id
      group by t.code""",
    "plan": """
      select p.title_xx as title, k.name_xx as place, p.clock
      from plan_clock p
      left join country k on k.id = p.country
      where p.id = :id""",
    "provision": """
      select p.label, i.title_xx as title, k.name_xx as place, p.summary_xx as words
      from provision p
      join instrument i on i.id = p.instrument
      left join country k on k.id = i.country
      where p.id = :id""",
}


def say_card(kind: str, row: dict[str, Any]) -> tuple[str, str]:
    """The title of a card and the words below it. row: as NAMED has it."""
    if kind == "plan":
        return row["title"], "; ".join(
            filter(None, (row["place"], LABELS["plan_clock"][row["clock"]]))
        )
    if kind == "provision":
        return f"{label_citation(row['label'])}, {row['title']}", row["words"] or row["place"] or ""
    counts = {"full": row["full"] or 0, "partial": row["partial"] or 0, "all": row["everything"]}
    if kind == "country":
        return row["title"], _("%(full)s of %(all)s items in full, %(partial)s in part", **counts)
    return row["title"], _("%(full)s of %(all)s States in full, %(partial)s in part", **counts)


def draw_card(title: str, words: str) -> Drawing:
    """The card: a title of three lines at most, three lines of words, and who says so."""
    origin = _("Palermo Ledger, %(day)s", day=format_date(today()))
    card = Drawing(WIDTH, HEIGHT, title, f"{title}. {words}. {origin}")
    card.boxes += [(0, 0, WIDTH, HEIGHT, PAPER), (0, 0, WIDTH, 14, BAR)]
    lines = textwrap.wrap(title, TITLE, max_lines=3, placeholder="…")
    card.words += [(MARGIN, 76 + 32 * at, 25, True, INK, line) for at, line in enumerate(lines)]
    below = 76 + 32 * len(lines) + 8
    card.words += [
        (MARGIN, below + 24 * at, 16, False, INK, line)
        for at, line in enumerate(textwrap.wrap(words, LINE, max_lines=3, placeholder="…"))
    ]
    card.words.append((MARGIN, HEIGHT - 24, 14, False, QUIET, origin))
    return card


async def serve_card(datasette: Any, request: Any) -> Response:
    """The card as PNG."""
    kind, identity = request.url_vars["kind"], request.url_vars["id"]
    with reading(drawn_language()):
        found = await query_of(datasette)(NAMED[kind], id=identity)
        if found:
            return answer_png(draw_card(*say_card(kind, found[0])))
    raise NotFound(_("No page is called %(path)s.", path=request.path[:80]))


@hookimpl
def register_routes() -> list[Any]:
    pattern = rf"^/card/(?P<kind>{'|'.join(NAMED)})/(?P<id>[^/]+)\.png$"
    examples = ("/card/country/SEN.png", "/card/item/palermo:6.6.png")
    return [Route(pattern, serve_card, examples=examples, described=describe_picture("png"))]
