"""From rows as a page prints them to rows of the data model: one module a source, named like its
scraper.

An adapter module has one of two things:

to_rows(context, name, rows, seen)   yields (table, values), or ("issue", Unplaced) for what has no
                                     place; `name` is the name of the saved page, `rows` what the
                                     scraper read on it, `seen` the day it was received
WHOLE_LAWS = True                    a saved page is the text of the instrument it is named after

`source`, `locator` (the name of the page) and `verification` (seen) are added to what an adapter
yields; it may give its own. Sentences of a source are never carried over: what an adapter says
about a finding is in our words. Those sentences are values of records (columns statement_en and
statement_fr, definition_en and definition_fr), not words of the site, so they stand here in both
languages and not in locales/.
"""

import importlib
import importlib.util
from types import ModuleType


def find_adapter(scraper: str) -> ModuleType | None:
    """The adapter of a scraper, or None when nobody has written one yet."""
    name = f"{__name__}.{scraper}"
    return importlib.import_module(name) if importlib.util.find_spec(name) else None
