"""Bytes of any origin: what kind of file they are, which text they hold, and whether they are a
challenge page. Used for fetched pages and for the files that people import.

Labels lie (file names, headers, charset declarations), so the bytes decide and a label is a hint.

    kind_of(b"%PDF-1.7 ...")                    -> "pdf"
    decode("é".encode("cp1252"), "utf-8")       -> Decoded("é", "cp1252", ["says utf-8 but ..."])
    find_stand_in(b"<title>Just a moment...")   -> StandIn("challenge", "<title>Just a moment")
"""

import codecs
import re
from typing import NamedTuple

from bs4 import BeautifulSoup

MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "office"),
)
HTML_TAGS = set(
    b"html head body title meta link script style div span p br hr a b i center h1 h2 h3 h4 h5 h6 "
    b"ul ol li dl table tr td form img section article main header footer nav aside font pre"
    b"".split()
)
COMMENTS = rb"(?>(?:<!--.*?-->\s*)*)"  # atomic: a comment that was read is not read again
HTML_DOCUMENT = re.compile(COMMENTS + rb"(?:<!doctype html|<html|<head|<body)", re.I | re.S)
FIRST_TAG = re.compile(COMMENTS + rb"<([a-z][\w-]*)[\s/>]", re.I | re.S)

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-:.]+)""", re.I)
WHAT_BROWSERS_READ = {  # labels that stand for another encoding on the web
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-6": "iso8859_6",
    "x-sjis": "shift_jis",
}
# What UTF-8 looks like after being read as windows-1252: a lead letter, then signs that hardly ever
# follow it.
MOJIBAKE = re.compile(r"[ÂÃÄÅÇÈÉÎÏÐÑØÙÚâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,2}")
ARABIC_AS_LATIN = re.compile(r"[\xc7-\xed]{3,}")

STAND_IN_HEAD = 8192  # bytes in which a challenge page or a refusal shows itself
CHALLENGE = re.compile(
    r"<title>\s*un instant|just a moment|attention required|checking your browser"
    r"|verify(?:ing)? you are (?:a )?human|challenge-platform|cf-chl|ddos protection by"
    r"|incapsula incident|<iframe[^>]*_incapsula_resource|captcha-delivery"
    r"|please enable (?:js|javascript) and|enable javascript and cookies to continue",
    re.I,
)
REFUSAL = re.compile(
    r"<title>\s*(40[13]\b|403 forbidden|access denied|forbidden|request rejected|error 40[13])",
    re.I,
)


class Decoded(NamedTuple):
    """Text of some bytes, the encoding it was in, and doubts for a person to read."""

    text: str
    encoding: str
    warnings: list[str]


class StandIn(NamedTuple):
    """A page that came instead of the one asked for: `kind` is challenge or refusal."""

    kind: str
    words: str


def kind_of(data: bytes) -> str:
    """What the bytes are, whatever their name or header claims: pdf, zip, image, gzip, office,
    json, xml, html, text or binary.
    """
    if data[:1024].find(b"%PDF-") >= 0:  # readers accept what stands before the mark
        return "pdf"
    for magic, kind in MAGIC:
        if data.startswith(magic):
            return kind
    head = data[:4096].removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith((b"{", b"[")):
        return "json"
    if is_whole_document(data):
        return "html" if HTML_DOCUMENT.match(head) or b"<html" in head.lower() else "xml"
    if b"\0" in head and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "binary"
    tag = FIRST_TAG.match(head)
    if tag:  # XML may come without a declaration
        return "html" if tag[1].lower() in HTML_TAGS else "xml"
    return "html" if head.startswith((b"<!--", b"<!")) else "text"


def is_whole_document(data: bytes) -> bool:
    """True when the first words say that all of it is HTML or XML; a fragment may stand in a text
    of another kind (`<div>` in Markdown).
    """
    head = data[:4096].removeprefix(codecs.BOM_UTF8).lstrip()
    return bool(HTML_DOCUMENT.match(head)) or head.startswith((b"<?xml", b"<akomaNtoso"))


def declared_encoding(data: bytes) -> str:
    """The encoding named in the first 4,096 bytes (HTML meta, XML declaration), or ''."""
    match = DECLARED.search(data[:4096])
    return match[1].decode("ascii").lower() if match else ""


def decode(data: bytes, *labels: str) -> Decoded:
    """Read bytes as text by evidence; `labels` are the encodings somebody claims, best first.

    Valid UTF-8 that uses it is UTF-8 whatever the labels say; otherwise the first label that fits,
    otherwise windows-1252 or, where the letters say so, windows-1256. Text that was garbled before
    (UTF-8 read as windows-1252) is put right. Never raises: what cannot be read becomes U+FFFD,
    with a warning.
    """
    warnings: list[str] = []
    claimed = [label.strip().lower().replace("_", "-") for label in labels if label.strip()]
    text, encoding = decode_by_bytes(data, claimed, warnings)
    if claimed and not data.isascii() and is_utf8(encoding) != is_utf8(claimed[0]):
        warnings.append(f"says {claimed[0]} but is {encoding}")
    repaired = repair_mojibake(text)
    if repaired != text:
        warnings.append("UTF-8 had been read as windows-1252: repaired")
    if lost := repaired.count("\ufffd"):
        warnings.append(
            f"{lost} characters lost before this file was made or unreadable in {encoding}"
        )
    return Decoded(repaired, encoding, warnings)


def is_utf8(encoding: str) -> bool:
    return encoding.startswith("utf-8")


def decode_by_bytes(data: bytes, labels: list[str], warnings: list[str]) -> tuple[str, str]:
    """Text and encoding, before garbled text is repaired."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    if data[:200].count(0) > len(data[:200]) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace"), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken = data.decode("utf-8", "replace").count("\ufffd")
        # UTF-8 with a slip, not another encoding
        if broken <= 3 and sum(byte > 127 for byte in data) > 20 * broken:
            warnings.append(f"broken UTF-8 at byte {error.start}")
            return data.decode("utf-8", "replace"), "utf-8"
    return decode_one_byte(data, labels, warnings)


def decode_one_byte(data: bytes, labels: list[str], warnings: list[str]) -> tuple[str, str]:
    """Text and encoding of bytes that are not UTF-8: by label, else windows-1252 or -1256."""
    encodings = [
        encoding
        for label in labels
        if (encoding := known_encoding(label, warnings)) and not encoding.startswith("utf")
    ]
    for encoding in encodings:
        try:
            return guess_arabic(data, data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    encoding = encodings[0] if encodings else "cp1252"
    return guess_arabic(data, data.decode(encoding, "replace"), encoding)


def known_encoding(label: str, warnings: list[str]) -> str:
    """The Python codec for a label, or '' with a warning."""
    encoding = WHAT_BROWSERS_READ.get(label, label)
    try:
        codecs.lookup(encoding)
    except LookupError:
        warnings.append(f"no such encoding: {label}")
        return ""
    return encoding


def guess_arabic(data: bytes, text: str, encoding: str) -> tuple[str, str]:
    """windows-1256 where text read as windows-1252 is mostly runs of the letters that the Arabic
    ones turn into; otherwise what came in.
    """
    if encoding == "cp1252" and len("".join(ARABIC_AS_LATIN.findall(text))) > len(text) // 3:
        return data.decode("cp1256", "replace"), "cp1256"
    return text, encoding


def repair_mojibake(text: str) -> str:
    """Undo UTF-8 that somebody read as windows-1252 or Latin-1 ('crÃ©e' -> 'crée'); text that is
    not garbled comes back unchanged.
    """
    runs = len(MOJIBAKE.findall(text[:200_000]))
    if runs * 200 >= len(text) ** 0.5:  # one odd sign in a long text proves nothing
        for wrong in ("cp1252", "latin-1"):
            try:
                return text.encode(wrong).decode("utf-8")
            except UnicodeError:
                continue
    return MOJIBAKE.sub(repair_run, text) if runs >= 3 else text


def repair_run(match: re.Match[str]) -> str:
    """One garbled character put right, or the run as it was."""
    run = match[0]
    for length in range(len(run), 1, -1):  # the last sign may belong to the text that follows
        try:
            return encode_as_read(run[:length]).decode("utf-8") + run[length:]
        except UnicodeError:
            continue
    return run


def encode_as_read(run: str) -> bytes:
    """The bytes that were read as these characters, by windows-1252 or Latin-1."""
    return b"".join(
        bytes([ord(sign)]) if ord(sign) < 256 else sign.encode("cp1252") for sign in run
    )


def find_stand_in(data: bytes) -> StandIn | None:
    """Detect a robot test or a refusal that came instead of the web page that was asked for."""
    head = data[:STAND_IN_HEAD].decode("latin-1")
    if match := CHALLENGE.search(head):
        return StandIn("challenge", match[0])
    if match := REFUSAL.search(head):
        return StandIn("refusal", match[1])
    return None


def parse_html(text: str) -> BeautifulSoup:
    """The tree of a web page."""
    return BeautifulSoup(text, "lxml")


def parse_xml(text: str) -> BeautifulSoup:
    """The tree of an XML document that was found well-formed and without entities before."""
    return BeautifulSoup(text, "xml")
