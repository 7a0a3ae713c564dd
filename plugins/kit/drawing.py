"""A drawing for other sites in one form for SVG and PNG: words, boxes and areas, in pixels."""

import ctypes
import io
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2
from datasette import Response
from markupsafe import Markup, escape
from pypdfium2 import raw

from plugins.kit.language import language
from plugins.kit.page import headers

NOT_DRAWN = ("ar",)  # languages whose letters a PNG cannot show; an SVG has them all
INK, QUIET, PAPER = "#1a2530", "#4a5866", "#ffffff"
BOLD = ' font-weight="bold"'
Ring = list[tuple[float, float]]


@dataclass
class Drawing:
    """What is drawn, in this order: boxes (left, top, width, height, colour); areas (rings of
    points, colour); words (left, baseline, size, bold, colour, text). width, height: in pixels; a
    PNG has twice as many. about: all that it says as one text.
    """

    width: int
    height: int
    title: str
    about: str
    words: list[tuple[float, float, float, bool, str, str]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    areas: list[tuple[list[Ring], str]] = field(default_factory=list)


def svg_path(rings: list[Ring]) -> str:
    """Closed rings as the data of an SVG path, each point after the first relative to the last."""
    parts = []
    for ring in rings:
        moves = " ".join(f"{b[0] - a[0]:g} {b[1] - a[1]:g}" for a, b in pairwise(ring))
        parts.append(f"M{ring[0][0]:g} {ring[0][1]:g}l{moves.replace(' -', '-')}z")
    return "".join(parts)


def paths_of(drawing: Drawing) -> dict[str, str]:
    """The areas of each colour as the data of one SVG path."""
    paths: dict[str, str] = {}
    for rings, colour in drawing.areas:
        paths[colour] = paths.get(colour, "") + svg_path(rings)
    return paths


def as_svg(drawing: Drawing) -> Markup:
    """The drawing as SVG, its words as text."""
    size = f'width="{drawing.width:g}" height="{drawing.height:g}"'
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {drawing.width:g} {drawing.height:g}" {size} class="chart"'
        ' role="img" aria-labelledby="t d"'
        ' font-family="Helvetica, Arial, sans-serif">',
        f'<title id="t">{escape(drawing.title)}</title>',
        f'<desc id="d">{escape(drawing.about)}</desc>',
        *(
            f'<path fill="{colour}" d="M{left:.1f} {top:.1f}h{wide:.1f}v{high:.1f}h{-wide:.1f}z"/>'
            for left, top, wide, high, colour in drawing.boxes
        ),
        '<g stroke="#fff" stroke-width=".4">',
        *(f'<path fill="{colour}" d="{path}"/>' for colour, path in paths_of(drawing).items()),
        "</g>",
        *(
            f'<text x="{left:.1f}" y="{baseline:.1f}" font-size="{size}" fill="{colour}"'
            f"{BOLD if bold else ''}>{escape(text)}</text>"
            for left, baseline, size, bold, colour, text in drawing.words
        ),
        f'<path fill="none" stroke="#b9c0c7" d="M.5 .5h{drawing.width - 1}v{drawing.height - 1}'
        f'h{1 - drawing.width}z"/></svg>',
    ]
    return Markup("".join(parts))


def answer_svg(drawing: Drawing) -> Response:
    """The drawing as SVG."""
    kind = "image/svg+xml; charset=utf-8"
    return Response(str(as_svg(drawing)), content_type=kind, headers=headers())


def drawn_language() -> str:
    """The reader's language, or English where PDFium's own fonts lack its letters."""
    return "en" if language() in NOT_DRAWN else language()


def answer_png(drawing: Drawing) -> Response:
    """The drawing as PNG. PDFium knows no threads: it is drawn here, on the one of the loop."""
    return Response(as_png(drawing), content_type="image/png", headers=headers())


def describe_picture(form: str) -> dict[str, Any]:
    """The operation in /openapi.json of a drawing as svg or png."""
    kind = {"svg": "image/svg+xml", "png": "image/png"}[form]
    schema = {"type": "string"} | ({"format": "binary"} if form == "png" else {})
    found = {"description": "The picture", "content": {kind: {"schema": schema}}}
    return {"responses": {"200": found, "404": {"description": "Nothing is called so"}}}


def as_png(drawing: Drawing) -> bytes:
    """The drawing as a picture of twice its size, drawn by PDFium, whose own fonts have the letters
    of Western Europe; any other stands without its marks, or as a question mark.
    """
    with pypdfium2.PdfDocument.new() as document:
        page = document.new_page(drawing.width, drawing.height)
        for left, top, width, height, colour in drawing.boxes:
            box = raw.FPDFPageObj_CreateNewRect(left, drawing.height - top - height, width, height)
            raw.FPDFPath_SetDrawMode(box, raw.FPDF_FILLMODE_WINDING, False)
            place(page, box, colour)
        for rings, colour in drawing.areas:
            place(page, draw_rings(rings, drawing.height), colour)
        for left, baseline, size, bold, colour, text in drawing.words:
            font = b"Helvetica-Bold" if bold else b"Helvetica"
            words = raw.FPDFPageObj_NewTextObj(document, font, size)
            buffer = ctypes.create_string_buffer(plain_letters(text).encode("utf-16-le") + b"\0\0")
            raw.FPDFText_SetText(words, ctypes.cast(buffer, raw.FPDF_WIDESTRING))
            raw.FPDFPageObj_Transform(words, 1, 0, 0, 1, left, drawing.height - baseline)
            place(page, words, colour)
        raw.FPDFPage_GenerateContent(page)
        picture = io.BytesIO()
        page.render(scale=2).to_pil().quantize(64).save(picture, "PNG")
    return picture.getvalue()


def draw_rings(rings: list[Ring], height: float) -> Any:
    """A path of PDFium of closed rings; its axis points up."""
    path = raw.FPDFPageObj_CreateNewPath(rings[0][0][0], height - rings[0][0][1])
    for ring in rings:
        raw.FPDFPath_MoveTo(path, ring[0][0], height - ring[0][1])
        for x, y in ring[1:]:
            raw.FPDFPath_LineTo(path, x, height - y)
        raw.FPDFPath_Close(path)
    raw.FPDFPath_SetDrawMode(path, raw.FPDF_FILLMODE_ALTERNATE, True)
    raw.FPDFPageObj_SetStrokeColor(path, 255, 255, 255, 255)
    raw.FPDFPageObj_SetStrokeWidth(path, 0.4)
    return path


def place(page: pypdfium2.PdfPage, thing: Any, colour: str) -> None:
    """Put a thing on a page in a colour written as #rrggbb."""
    red, green, blue = bytes.fromhex(colour[1:])
    raw.FPDFPageObj_SetFillColor(thing, red, green, blue, 255)
    raw.FPDFPage_InsertObject(page, thing)


def plain_letters(text: str) -> str:
    """A text in the letters of Windows-1252: others lose their marks, the rest becomes `?`."""
    plain = text.replace("\u202f", " ").replace("\u00a0", " ")
    return (
        "".join(
            letter if known(letter) else unicodedata.normalize("NFKD", letter)[0]
            for letter in plain
        )
        .encode("cp1252", "replace")
        .decode("cp1252")
    )


def known(letter: str) -> bool:
    """Whether Windows-1252 has a letter."""
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
