"""A counted number as Word prints it (`w:numFmt`): digits, Roman numerals, letters."""

from collections.abc import Callable

ROMAN = dict(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "M CM D CD C XC L XL X IX V IV I".split(),
        strict=True,
    )
)
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
ALPHABET = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"  # in the order of the dictionary
ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"  # in the order in which letters count


def roman(number: int) -> str:
    """14 -> XIV."""
    printed = ""
    for value, sign in ROMAN.items():
        printed += sign * (number // value)
        number %= value
    return printed


def letters(number: int, alphabet: str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ") -> str:
    """2 -> B, 28 -> BB: after the last letter Word doubles them."""
    rounds, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * (rounds + 1) if number > 0 else ""


FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "numberInDash": "- {} -".format,
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "hindiNumbers": lambda number: str(number).translate(ARABIC_DIGITS),
    "arabicAlpha": lambda number: letters(number, ALPHABET),
    "arabicAbjad": lambda number: letters(number, ABJAD),
    "none": lambda number: "",
}
