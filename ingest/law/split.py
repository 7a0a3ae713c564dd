"""Split the text of a law into its articles, and account for every character.

The walk of a document, each step in a room of `splitting/`:

clean_lines     lines without damage; page_furniture, hyphens and notes are told apart
schedules       the law and its schedules, each a segment
article_marks   lines that look like the start of an article (candidates, article_numbers), the best
                chain of increasing numbers (best_chain), less what is quoted (quoted_marks)
second_runs     tables of contents and second languages are dropped
article_parts   the lines of each article: text, notes, head of the next chapter, signature
headings        which of it is the heading
assemble        provisions from all this; tidy_order puts stray ones where they belong

patterns holds the signs of all this, put together from the words in `ingest/languages`.
"""

from ingest.law.guess_language import guess
from ingest.law.readers.document import Document
from ingest.law.splitting.assemble import assemble
from ingest.law.splitting.clean_lines import prepare_lines
from ingest.law.splitting.result import Split


def split(document: Document, language: str = "") -> Split:
    """The provisions of one document, and everything else in its place.

    language: two letters, only when it is known better than the text shows; else it is guessed.
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
