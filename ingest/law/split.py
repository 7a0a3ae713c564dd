"""Split the text of a law into its articles, and account for every character.

How: find every place that looks like the start of an article, keep the best chain of increasing
numbers, then give each line between two starts its place: heading, text, head of the next chapter,
note, page furniture, signature.
"""

from ingest.law.guess_language import guess
from ingest.law.readers.document import Document
from ingest.law.splitting.assemble import assemble
from ingest.law.splitting.clean_lines import prepare_lines
from ingest.law.splitting.result import Split


def split(document: Document, language: str = "") -> Split:
    """Provisions of one document; `language` (two letters) only when it is known better than the
    text tells.
    """
    prepared = prepare_lines(document)
    text = "\n".join(
        line.heading + " " + line.text
        for line in prepared.lines
        if line.kind not in ("noise", "note")
    )
    result = Split(language or guess(text), warnings=[*document.warnings, *prepared.warnings])
    result.pieces += [("repaired", prepared.dropped)] if prepared.dropped else []
    assemble(prepared.lines, result, guessed=not language)
    return result
