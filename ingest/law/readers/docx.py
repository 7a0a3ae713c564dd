"""Word files through mammoth: headings, paragraphs, lists and tables; notes and comments stay
apart. Numbers that Word draws itself are written into the text first.
"""

import io
import warnings as python_warnings

import mammoth

from ingest.law.readers import archive, html, word_numbers
from ingest.law.readers.document import Block, Damaged, Document, TooLarge

MAX_TAGS = 800_000  # in half a minute; a code of 500 pages has some 500,000
STYLES = "\n".join(
    [f"p[style-name='Titre {level}'] => h{level}:fresh" for level in range(1, 7)]
    + ["strike => s", "br[type='page'] => hr"]
)


def read(data: bytes, name: str) -> Document:
    """Blocks of text and headings. Raises ZipBomb, EntityBomb, Encrypted or Damaged before anything
    is unpacked.
    """
    archive.check_archive(data, MAX_TAGS)
    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")
            numbered, doubts = word_numbers.write_numbers(data)
            result = mammoth.convert_to_html(
                io.BytesIO(numbered),
                style_map=STYLES,
                convert_image=mammoth.images.img_element(lambda image: {}),
            )
    except (MemoryError, RecursionError) as error:
        raise TooLarge("nested deeper than a law can be") from error
    except Exception as error:  # mammoth raises whatever the XML made it stumble over
        raise Damaged(f"not a whole Word file: {type(error).__name__} {error}") from error
    if not result.value.strip():
        return Document({}, [Block("")])
    document = html.from_text(f"<html><body>{result.value}</body></html>")
    serious = [message.message for message in result.messages if message.type == "error"]
    document.warnings += serious + doubts
    return document
