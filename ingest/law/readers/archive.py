"""DOCX and XLSX are ZIP files of XML: look inside before anything unpacks them."""

import io
import zipfile
import zlib

from ingest.law.readers.document import Damaged, Encrypted, EntityBomb, TooLarge, ZipBomb

MAX_UNPACKED = 300_000_000
MAX_RATIO = 200
MAX_PARTS = 5_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_archive(data: bytes, most_tags: int = MAX_UNPACKED) -> None:
    """Raise ZipBomb, EntityBomb, Encrypted, TooLarge or Damaged; return if the parts are safe to
    unpack and have at most so many tags together.
    """
    if data.startswith(OLE):
        raise Encrypted(
            "an old binary Office file, or one with a password: "
            "save it again as .docx or .xlsx without one"
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_parts(archive, most_tags)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        KeyError,
        zlib.error,
    ) as error:
        raise Damaged(f"not a whole ZIP archive: {error}") from error


def _check_parts(archive: zipfile.ZipFile, most_tags: int) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise TooLarge(f"{len(parts)} parts in one file")
    for part in parts:
        if part.flag_bits & 1:
            raise Encrypted(f"{part.filename} has a password")
        if part.file_size > 1_000_000 and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise ZipBomb(
                f"{part.filename} grows from {part.compress_size} to {part.file_size} bytes"
            )
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ZipBomb(f"unpacks to {sum(part.file_size for part in parts)} bytes")
    tags = 0
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            tags += _check_xml(archive, part)
        if tags > most_tags:
            raise TooLarge(f"more than {most_tags:,} tags of mark-up")


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Count while unpacking: the sizes in the directory may lie. Office never writes a DOCTYPE.
    Gives the number of tags.
    """
    size = tags = 0
    tail = b""
    with archive.open(part) as file:
        while chunk := file.read(1 << 20):
            size += len(chunk)
            if size > MAX_UNPACKED:
                raise ZipBomb(f"{part.filename} does not stop unpacking")
            head = tail + chunk.replace(b"\0", b"")
            if b"<!ENTITY" in head or b"<!DOCTYPE" in head:
                raise EntityBomb(f"{part.filename} declares a document type or entities")
            tail = head[-16:]
            tags += chunk.count(b"<")
    return tags
