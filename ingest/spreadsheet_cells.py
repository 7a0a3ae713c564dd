"""What a spreadsheet must not do to a cell of a CSV file: run it as a formula, or turn the number
of a law into a date.

    .csv      for programs: every value as it is; only a text that a spreadsheet would run as a
              formula has an apostrophe before it
    .fr.csv   for a double click in a French Excel, .es.csv and .pt.csv in theirs: decimal comma,
              and every text that Excel would turn into a number or a date, or run, is written
              ="2005-06", which shows 2005-06

The site and the build write alike through this module. It imports the standard library only.
"""

import re

DECIMAL_COMMA = ("fr", "pt", "es")  # languages with a form of their own: .fr.csv
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
FIGURES_ONLY = re.compile(r"[+\-＋－][\d\s.,:/()%\-]*")  # -3,5, +221 33 889 11 11, a dash
SHOWN_AS_IT_IS = re.compile(r"-?(?:0|[1-9]\d{0,14})|\d{4}-\d\d-\d\d")  # an integer, a whole day
MONTH = (
    r"(?:janv?|ene|f[ée]vr?|fe[bv]|mars?|a[vbp]r|mai|may|jui?n|jui?l|ao[ûu]t?|a[ug]g|ago|sept?|set|"
    r"o[cu]t|nov|d[ée][cz]|dic)"
    r"[^\W\d_]*\.?"
)
CHANGED = re.compile(
    rf"[+\-]?[\d\s.,:/–%\-]*\d[\d\s.,:/–%\-]*|\d+e[+\-]?\d+|\d{{1,2}}[\s./\-]?{MONTH}"
    rf"(?:[\s./\-]\d{{2,4}})?|{MONTH}[\s./\-]?\d{{1,4}}|true|vrai|verdad(?:ero|eiro)|faux|fals[eo]",
    re.I,
)
LONGEST_LITERAL = 255  # characters of a text in a formula of Excel


def cell(value: object) -> object:
    """A value for a `.csv`: an apostrophe before what a spreadsheet would run.

    Take it off with re.sub(r"^'(?='*[=+@\\t\\r\\n＝＋－＠-])", "", text).
    """
    return f"'{value}" if isinstance(value, str) and would_run(value) else value


def comma_cell(value: object) -> object:
    """A value for a `.fr.csv` and its like: decimal comma; text that stays text."""
    if isinstance(value, float):
        return str(value).replace(".", ",")
    if not isinstance(value, str) or not (would_run(value) or would_change(value)):
        return value
    if len(value) > LONGEST_LITERAL or re.search(r"[\r\n\t]", value):
        return f"'{value}"
    return '="{}"'.format(value.replace('"', '""'))


def would_run(text: str) -> bool:
    """Whether a spreadsheet takes a text for a formula; a negative number and a number of a
    telephone are none.
    """
    return bool(FORMULA.match(text)) and not FIGURES_ONLY.fullmatch(text)


def would_change(text: str) -> bool:
    """Whether a spreadsheet shows another thing than a text: a date for 2005-06, 20.02 for 20.020,
    4 for 004.
    """
    return len(text) < 40 and bool(CHANGED.fullmatch(text)) and not SHOWN_AS_IT_IS.fullmatch(text)
