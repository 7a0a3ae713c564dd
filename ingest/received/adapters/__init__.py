"""From rows as a page prints them to rows of the data model: one adapter a source,
`adapter(context, name, rows, seen)`.

`name` is the name of the saved page, `seen` the day it was received. An adapter yields (table,
values), or ("issue", Unplaced) for what it cannot place. Sentences of a source are never carried
over: what an adapter says about a finding is in our words.
"""

from collections.abc import Callable

from ingest.received.adapters.context import Context, Rows, Unplaced, Yielded
from ingest.received.adapters.normlex import normlex
from ingest.received.adapters.sherloc import sherloc
from ingest.received.adapters.tip import tip
from ingest.received.adapters.titles import titles
from ingest.received.adapters.uhri import uhri
from ingest.received.adapters.untc import untc
from ingest.received.adapters.usdol import usdol
from ingest.received.dates import Unread

PUBLISHER = {  # scraper -> id in db/curated/source.csv
    "untc": "untc",
    "usdol": "us-dol-ilab",
    "sherloc": "unodc-sherloc",
    "tip": "us-tip",
    "peachjam": "peachjam",
    "akn": "akn",
    "sgg": "sgg",
    "capeverde": "boletim-oficial-cv",
    "uwazi": "uwazi",
    "uhri": "uhri",
    "au": "au-int",
    "normlex": "ilo-normlex",
}
ADAPTERS: dict[str, Callable[[Context, str, Rows, str], Yielded]] = {
    "untc": untc,
    "usdol": usdol,
    "tip": tip,
    "sherloc": sherloc,
    "uhri": uhri,
    "normlex": normlex,
    "sgg": titles,
    "capeverde": titles,
    "uwazi": titles,
    "au": titles,
}
__all__ = ["ADAPTERS", "PUBLISHER", "Context", "Unplaced", "Unread"]
