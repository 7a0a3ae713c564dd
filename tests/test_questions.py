"""The ways of docs/questions.md, walked on the built site: each step stands on the page before it,
and the last page answers.
"""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.slow

ROWS = [
    [cell.strip() for cell in line.strip("| \n").split("|")]
    for line in (Path(__file__).parent.parent / "docs" / "questions.md")
    .read_text(encoding="utf-8")
    .splitlines()
    if line.startswith("| ") and "`" in line
]


def offers(page: str, step: str) -> bool:
    """Whether a page has a link to step, or a form sent to its path with a control for each of its
    parameters.
    """
    links = {
        unescape(found.strip("\"'")) for found in re.findall(r"""href=("[^"]*"|[^ >"]+)""", page)
    }
    if step in links:
        return True
    parts = urlsplit(step)
    forms = re.findall(r"<form[^>]*?(?: action=\"([^\"]*)\")?[^>]*>(.*?)</form>", page, re.S)
    return any(
        (action or parts.path) == parts.path
        and set(parse_qs(parts.query)) <= set(re.findall(r'name="(\w+)"', body))
        for action, body in forms
    )


def test_there_are_thirty_questions_or_more_of_at_most_three_clicks():
    assert len(ROWS) >= 30
    assert max(row[1].count("→") + 1 for row in ROWS) <= 3


@pytest.mark.parametrize(("question", "way", "words"), ROWS, ids=[row[0] for row in ROWS])
def test_each_step_stands_on_the_page_before_and_the_last_answers(get, question, way, words):
    page = get("/").text
    for step in re.findall(r"`([^`]+)`", way):
        assert step == "/" or offers(page, step), f"no link or form to {step}"
        answer = get(step)
        assert answer.status_code == 200, step
        page = answer.text
    body = page.partition("</nav>")[2].partition("<footer")[0] or page
    assert words.casefold() in unescape(re.sub(r"<[^>]+>", " ", body)).casefold(), (
        f"{words} is not on {step}"
    )
