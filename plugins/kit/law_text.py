"""A law as received: how its articles are called, how it is cut into pages, and what a later text
of it changed.
"""

import itertools
from collections import Counter
from typing import Any

from ingest.folding import slug
from plugins.kit.text_diff import diff_words, join_changes

Article = dict[str, Any]

PAGE_BYTES = 62_000  # of articles and their contents list; head, foot and style sheet come on top
MARK = "<ins></ins>"
MARKUP_BYTES = 330  # what an article takes on a page beside its words and twice its heading


def article_key(number: str | None, label: str | None) -> str:
    """What the address of an article ends in: its number; in a schedule, whose numbers start again,
    its whole label. `/provision/<law>:<key>` is its page if the article is recorded.
    """
    return slug(label if label and "," in label else number or label or "")


def name_articles(articles: list[Article]) -> list[Article]:
    """The articles, each with `anchor`: its key, and a running number where a key comes again."""
    seen: Counter[str] = Counter()
    named = []
    for article in articles:
        key = article_key(article["number"], article["label"]) or "part"
        seen[key] += 1
        named.append({**article, "anchor": key if seen[key] == 1 else f"{key}--{seen[key]}"})
    return named


def cut_into_pages(articles: list[Article]) -> list[dict[str, int]]:
    """The places of the first and last article of each page: as many as weigh PAGE_BYTES, at least
    one.
    """
    pages: list[dict[str, int]] = []
    room = 0
    for place, article in enumerate(articles):
        weight = weigh(article)
        if not pages or weight > room:
            pages.append({"first": place, "last": place})
            room = PAGE_BYTES
        pages[-1]["last"] = place
        room -= weight
    return pages


def weigh(article: Article) -> int:
    """About how many bytes an article takes on a page."""
    changes = article.get("pieces") or [["same", article["text"]]]
    words: int = sum(len(words.encode()) + len(MARK) * (what != "same") for what, words in changes)
    heading = len(f"{article['heading'] or ''}{article['label']}".encode())
    return MARKUP_BYTES + 2 * heading + words


def compare_articles(old: list[Article], new: list[Article]) -> list[Article]:
    """The articles in which two texts differ, in the order of the new one, each with its pieces:
    [same, went or came, words]. An article that went stands behind the one it stood behind.
    """
    before = {article["anchor"]: article for article in old}
    after = {article["anchor"]: article for article in new}
    order = list(after)
    for previous, anchor in itertools.pairwise([None, *before]):
        if anchor not in after:
            order.insert(order.index(previous) + 1 if previous else 0, anchor)
    compared = []
    for anchor in order:
        then, now = before.get(anchor), after.get(anchor)
        pieces = diff_words(then["text"] if then else "", now["text"] if now else "")
        if any(what != "same" for what, _words in pieces):
            compared.append({**(now or then or {}), "pieces": join_changes(pieces)})
    return compared
