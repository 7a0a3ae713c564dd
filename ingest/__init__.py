"""Builds the knowledge base: from curated files, saved pages and texts of laws to db/tip.db.

received/   pages and texts that came in       law/       from a file to articles
machine/    what the machine suggests          publish/   bundles, packs, differences
languages/  the words of each language         database/  schema, ledger, search index, verdicts
batch/      work on many things, in several processes or on several machines
"""

from pathlib import Path

ROOT = Path(__file__).parent.parent  # of the checkout
