"""Split the text of a law into its articles, and account for every character.

The walk of a document, each step in a room of `splitting/`:

clean_lines     lines without damage; page_furniture, hyphens and notes are told apart
languages_beside  of a law in columns of several languages one is kept
schedules       the law and its schedules, each a segment
article_marks   lines that look like the start of an article (candidates, article_numbers), the best
                chain of increasing numbers (best_chain), less what is quoted (quoted_marks)
torn_marks, slipped_numbers, lost_numbers  numbers damaged, wrong or lost that fill a gap exactly
second_runs     tables of contents and second languages are dropped
article_parts   the lines of each article: text, notes, head of the next chapter, signature
headings        which of it is the heading
assemble        provisions from all this; tidy_order puts stray ones where they belong
ledger          where each character went and why; a sentence left out is a doubt

patterns holds the signs of all this, put together from the words in `ingest/languages`.
"""

from dataclasses import replace

from ingest.law.guess_language import guess
from ingest.law.readers.document import Document
from ingest.law.splitting.assemble import assemble
from ingest.law.splitting.clean_lines import prepare_lines
from ingest.law.splitting.languages_beside import Columns, part_languages
from ingest.law.splitting.ledger import Entry, count_signs
from ingest.law.splitting.result import Split


def split(document: Document, language: str = "") -> Split:
    """The provisions of one document, and everything else in its place.

    language: two letters, only when it is known better than the text shows; else it is guessed.
    """
    prepared = prepare_lines(document)
    columns = part_languages(prepared.lines, language)
    lines = columns.kept if columns else prepared.lines
    text = "\n".join(
        line.heading + " " + line.text for line in lines if line.kind not in ("noise", "note")
    )
    result = Split(language or guess(text), warnings=[*document.warnings, *prepared.warnings])
    result.reasons = {line.text: line.reason for line in prepared.lines if line.kind == "note"}
    result.pieces += [Entry("repaired", prepared.dropped)] if prepared.dropped else []
    result.pieces += [Entry("outside", words, reason) for words, reason in document.left_out]
    if columns:
        _set_apart(columns, result)
    assemble(lines, result, guessed=not language)
    ledger = result.ledger()
    result.warnings[:0] = ledger.doubts()
    read = count_signs(document.text) + sum(count_signs(words) for words, _ in document.left_out)
    if missing := read - sum(ledger.values()):
        result.warnings.append(f"{missing} characters of the file are in no place of the account")
    return result


def _set_apart(columns: Columns, result: Split) -> None:
    """Account for the columns of the languages that are not kept."""
    for language, line in columns.apart:
        result.put("translation", [replace(line, reason=f"beside the law, in {language}")])
    others = ", ".join(sorted({language for language, _ in columns.apart}))
    result.warnings.append(
        f"in several languages side by side: {columns.language} is kept, {others} set apart as a "
        "second language"
    )
