"""The long texts of the site: the same in every language, and nothing active in any of them."""

import re

import pytest
from lxml import html
from markupsafe import Markup

from plugins.kit import language
from plugins.kit.prose import PROSE, SLOT, render_line, render_markdown, render_prose
from tests.test_site_languages import WHOLE

TEMPLATES = PROSE.parent / "templates"
NAMES = sorted(path.stem for path in (PROSE / "en").glob("*.md"))
HOSTILE = [
    "<script>alert(1)</script>",
    "<style>body { display: none }</style>",
    "<iframe src='https://example.org'></iframe>",
    "<object data='x.swf'></object><embed src='x.swf'>",
    "<form action='https://example.org'><input name='a'><button>send</button></form>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<p onclick=alert(1) style='position: fixed'>text</p>",
    "<a href='javascript:alert(1)'>text</a>",
    "<a href='JaVa&#9;Script:alert(1)'>text</a>",
    "<a href='&#x6A;avascript:alert(1)'>text</a>",
    "<a href='vbscript:msgbox(1)' target=_blank>text</a>",
    "[text](javascript:alert(1))",
    "[text](data:text/html;base64,PHNjcmlwdD4=)",
    "[text](<java\nscript:alert(1)>)",
    "[text]: javascript:alert(1)\n\n[text]",
    "<javascript:alert(1)>",
    "![text](javascript:alert(1))",
    "## heading {: #a onclick=alert(1) style=color:red }",
    "text\n{: onmouseover=alert(1) .quiet }",
    "<base href='https://example.org'><meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href='https://example.org/x.css'>",
    "<<script>script>alert(1)<</script>/script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_active_is_left(text):
    cleaned = render_markdown(f"before\n\n{text}\n\nafter")
    assert "before" in cleaned
    assert "after" in cleaned
    tree = html.fromstring(f"<div>{cleaned}</div>")
    allowed = {"div", "p", "a", "h2", "code"}
    assert {node.tag for node in tree.iter()} <= allowed
    attributes = {(name, value) for node in tree.iter() for name, value in node.attrib.items()}
    assert {name for name, _ in attributes} <= {"id", "class", "href"}
    for name, value in attributes:
        assert name != "href" or value.startswith(("https://", "http://", "mailto:", "/", "#"))


def test_what_a_text_needs_is_left():
    text = "## Limits {: #limits }\n\nA *word*, [a page](/plans), [a site](https://example.org).\n"
    assert render_markdown(text, "/fr") == (
        '<h2 id="limits">Limits</h2> <p>A <em>word</em>, <a href="/fr/plans">a page</a>, '
        '<a href="https://example.org">a site</a>.</p>'
    )


def test_a_line_has_no_paragraph_and_safe_words_stay_as_they_are():
    assert render_line("A [plan](/plans) & more") == 'A <a href="/plans">plan</a> &amp; more'
    assert render_line(Markup("<span>safe</span>")) == "<span>safe</span>"


@pytest.mark.parametrize("name", NAMES)
def test_a_text_has_the_same_parts_in_each_language(name):
    """Slots, links (words to search for aside) and the places that links lead to."""

    def parts(code):
        rendered = render_markdown((PROSE / code / f"{name}.md").read_text(encoding="utf-8"))
        tree = html.fromstring(f"<div>{rendered}</div>")
        return (
            SLOT.findall(rendered),
            [re.sub(r"(?<=/search\?q=).*", "", link) for link in tree.xpath("//a/@href")],
            tree.xpath("//@id"),
            [node.tag for node in tree.iter()],
        )

    written = {code for code in language.LANGUAGES if (PROSE / code / f"{name}.md").exists()}
    assert written >= {"en", *WHOLE}
    assert all(parts(code) == parts("en") for code in written)


def test_every_text_is_on_a_page_that_fills_its_slots():
    used = {}
    for template in TEMPLATES.glob("*.html"):
        for name, slots in re.findall(
            r'prose\("(\w+)"(.*?)\)', template.read_text(encoding="utf-8")
        ):
            used[name] = set(re.findall(r"(\w+)=", slots))
    texts = {
        name: set(SLOT.findall(render_markdown((PROSE / "en" / f"{name}.md").read_text("utf-8"))))
        for name in NAMES
    }
    assert used == texts


def test_a_missing_language_reads_english_and_says_so(read_in):
    read_in("sw")
    text = render_prose("gaps", sql=Markup("<pre>select 1</pre>"))
    assert '<div lang="en" dir="ltr"><h2 id="score">How the score is made</h2>' in text
    assert "</div><pre>select 1</pre>" in text


def test_a_slot_that_nobody_fills_is_an_error():
    with pytest.raises(KeyError, match="sql"):
        render_prose("gaps")
