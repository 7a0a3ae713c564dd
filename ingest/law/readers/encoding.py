"""Bytes to text: pages lie about their encoding, so the bytes decide and the label is only a hint."""

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-:.]+)""", re.I)
# What UTF-8 looks like after being read as windows-1252: a lead letter, then signs that hardly ever
# follow it.
MOJIBAKE = re.compile(r"[ÂÃÄÅÇÈÉÎÏÐÑØÙÚâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,2}")
ARABIC_LATIN1 = re.compile(r"[\xc7-\xed]{3,}")
OLD_WEB = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-6": "iso8859_6",
    "x-sjis": "shift_jis",
}


def declared(data: bytes) -> str:
    """The encoding named in the first 4,000 bytes (HTML meta, XML head), or an empty string."""
    match = DECLARED.search(data[:4000])
    return match[1].decode("ascii", "ignore").lower() if match else ""


def decode(data: bytes, label: str = "") -> tuple[str, str, list[str]]:
    """Text, the encoding it was in, and warnings where the label was wrong or the text had been
    damaged before.
    """
    warnings: list[str] = []
    text, encoding = _by_bytes(data, label, warnings)
    named = label.replace("_", "-")
    if named and encoding.startswith("utf-8") != named.startswith("utf-8") and not data.isascii():
        warnings.append(f"says {label} but is {encoding}")
    repaired = repair(text)
    if repaired != text:
        warnings.append("UTF-8 had been read as windows-1252: repaired")
    if "\ufffd" in repaired:
        warnings.append(
            f"{repaired.count(chr(0xFFFD))} characters lost before this file was made or unreadable in {encoding}"
        )
    return repaired, encoding, warnings


def _by_bytes(data: bytes, label: str, warnings: list[str]) -> tuple[str, str]:
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name
    if data[:200].count(0) > len(data[:200]) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace"), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        bad = data.decode("utf-8", "replace").count("\ufffd")
        if (
            bad <= 3 and sum(byte > 127 for byte in data) > 20 * bad
        ):  # UTF-8 with a slip, not another encoding
            warnings.append(f"broken UTF-8 at byte {error.start}")
            return data.decode("utf-8", "replace"), "utf-8"
    name = OLD_WEB.get(label, label) or "cp1252"
    if name.startswith("utf"):
        name = "cp1252"
    try:
        codecs.lookup(name)
    except LookupError:
        warnings.append(f"no such encoding: {label}")
        name = "cp1252"
    text = data.decode(name, "replace")
    if name == "cp1252" and len("".join(ARABIC_LATIN1.findall(text))) > len(text) // 3:
        return data.decode("cp1256", "replace"), "cp1256"
    return text, name


def repair(text: str) -> str:
    """Undo UTF-8 that was read as windows-1252, run by run; text without such runs comes back as it
    was.
    """
    if len(MOJIBAKE.findall(text[:200_000])) < 3:
        return text
    return MOJIBAKE.sub(_undo, text)


def _undo(match: re.Match[str]) -> str:
    run = match[0]
    for length in range(len(run), 1, -1):  # the last sign may belong to the text that follows
        try:
            return _cp1252(run[:length]).decode("utf-8") + run[length:]
        except UnicodeError:
            continue
    return run


def _cp1252(run: str) -> bytes:
    return b"".join(
        bytes([ord(sign)]) if ord(sign) < 256 else sign.encode("cp1252") for sign in run
    )
