"""An act as the desk shows it, loaded with all decisions."""

from dataclasses import dataclass

from datasette import NotFound

from ingest.review.standing import REOPENED
from ingest.review.store import hash_words
from plugins.kit.desk import Desk, Reviewer
from plugins.kit.desk_decide import decided_by_subject, is_blind, is_open
from plugins.kit.desk_subjects import load_articles
from plugins.kit.desk_values import NotSaved, Schema, load_schema
from plugins.kit.language import gettext as _
from plugins.kit.page import Query, Row
from plugins.kit.text_diff import diff_words, join_changes

INSTRUMENT = """
select i.*, k.name_xx as country_name
from instrument i
left join country k on k.id = i.country
where i.id = :id
"""
ITEMS = "select code, label_xx as label from item order by ordinal"
TEXTS = """
select t.text
from version_text t
join version v on v.id = t.version
where v.instrument = :id
"""


@dataclass
class Act:
    """An act with its articles and where each of their subjects stands."""

    instrument: Row
    articles: list[Row]
    labels: dict[str, str]
    schema: Schema

    def article(self, provision: str) -> Row:
        """One article. Raises NotSaved for one that is not in the act."""
        for article in self.articles:
            if article["provision"]["id"] == provision:
                return article
        raise NotSaved(_("No provision is called %(id)s.", id=provision[:80]))

    @property
    def hash(self) -> str:
        """The hash of all its words."""
        return hash_words(*(article["hash"] for article in self.articles))


async def load_act(query: Query, desk: Desk, identity: str, provision: str | None = None) -> Act:
    """The act, with all of its articles or with one. Raises NotFound."""
    found = await query(INSTRUMENT, id=identity)
    if not found:
        raise NotFound(_("No instrument is called %(id)s.", id=identity))
    labels = {row["code"]: row["label"] for row in await query(ITEMS)}
    decisions = await desk.ask(decided_by_subject, identity, provision)
    articles = await load_articles(query, decisions, labels, identity, provision)
    for article in articles:
        article["changed"] = []
    reopened = [article for article in articles if decided_on_other_words(article)]
    if reopened:
        texts = {hash_words(row["text"]): row["text"] for row in await query(TEXTS, id=identity)}
        for article in reopened:
            old = [texts[held] for held in decided_on_other_words(article) if held in texts]
            if old and article["provision"]["text"]:
                pieces = diff_words(old[-1], article["provision"]["text"])
                article["changed"] = join_changes(pieces)
    return Act(found[0], articles, labels, await query.at_once(load_schema))


def decided_on_other_words(article: Row) -> list[str]:
    """The hashes of the words on which decisions rest that must be made again."""
    return [
        row["words_hash"]
        for subject in article["subjects"]
        if subject["standing"].state == REOPENED
        for row in subject["standing"].last.values()
    ]


def is_decided(article: Row) -> bool:
    """Is nothing of an article open, and something said of it, here or in the record?"""
    done = any(subject["standing"].done or subject["written"] for subject in article["subjects"])
    return not any(map(is_open, article["subjects"])) and (done or article["none"].done)


def hides_none(article: Row, reviewer: Reviewer) -> bool:
    """Would "gives effect to no item" tell a second reader what the first decided?"""
    return any(is_blind(subject, reviewer) for subject in article["subjects"])
