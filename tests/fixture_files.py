"""Small PDF and Word files, made here."""

import io
import zipfile


def make_pdf(pages: list[list[str]]) -> bytes:
    """A plain PDF with a text layer, one list of lines a page."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for page in pages:
        text = (
            b"BT /F1 11 Tf 60 780 Td 14 TL "
            + b" ".join(b"(" + line.encode("cp1252") + b") Tj T*" for line in page)
            + b" ET"
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return join_objects(objects)


def join_objects(objects: list[bytes]) -> bytes:
    """The bytes of a PDF whose first object is its catalogue."""
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body + b"xref\n0 %d\n0000000000 65535 f \n"
        b"%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(body))
    )


PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def make_docx(body: str, extra: dict[str, bytes] | None = None, head: str = "") -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        "</Types>".encode(),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r" Target="word/document.xml" Type="{OFFICE}"/>'
        "</Relationships>".encode(),
        "word/document.xml": f'<?xml version="1.0"?>{head}<w:document xmlns:w="{word}">'
        f"<w:body>{body}</w:body></w:document>".encode(),
    }
    return make_zip(parts | (extra or {}))


def make_zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def make_drawn_pdf(lines: list[list[tuple[str, int]]]) -> bytes:
    """A PDF of one page; each sign is a square drawn at a place of its own: lines of (sign, x)."""
    signs = sorted({sign for line in lines for sign, _ in line})
    codes = range(1, len(signs) + 1)
    code = dict(zip(signs, codes, strict=True))
    named = "\n".join(f"<{code[sign]:02x}> <{sign.encode('utf-16-be').hex()}>" for sign in signs)
    unicode = (
        "/CIDInit /ProcSet findresource begin begincmap\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(signs)} beginbfchar\n{named}\nendbfchar\nendcmap end"
    )
    drawn = "\n".join(
        f"1 0 0 1 {x} {780 - 20 * row} Tm <{code[sign]:02x}> Tj"
        for row, line in enumerate(lines)
        for sign, x in line
    )
    content = f"BT /F1 10 Tf\n{drawn}\nET"
    square = "500 0 0 0 450 700 d1 0 0 450 700 re f"
    names = " ".join(f"/a{number}" for number in codes)
    squares = " ".join(f"/a{number} 6 0 R" for number in codes)
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
        "/Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [.001 0 0 .001 0 0] "
        f"/FirstChar 1 /LastChar {len(signs)} /Widths [{'500 ' * len(signs)}] /ToUnicode 7 0 R "
        f"/Encoding << /Type /Encoding /Differences [1 {names}] >> /CharProcs << {squares} >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        f"<< /Length {len(square)} >>\nstream\n{square}\nendstream",
        f"<< /Length {len(unicode)} >>\nstream\n{unicode}\nendstream",
    ]
    return join_objects([body.encode() for body in bodies])
