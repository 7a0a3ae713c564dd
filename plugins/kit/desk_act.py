"""An act as the desk shows and saves it: loaded with all decisions, and what each form does."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasette import NotFound

from ingest.review.standing import REOPENED
from ingest.review.store import add_row, hash_words, writing
from plugins.kit.desk import Desk, Reviewer
from plugins.kit.desk_decide import (
    NotSaved,
    add_decision,
    decided_by_subject,
    is_open,
    read_decision,
    row_of,
    save_none,
)
from plugins.kit.desk_subjects import load_articles, new_subject
from plugins.kit.evidence import find_words
from plugins.kit.language import gettext as _
from plugins.kit.locale_format import fold_to_sort
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
LONGEST_REMARK = 2_000
MOST_ITEMS_NAMED = 6  # where typed words fit several


@dataclass
class Act:
    """An act with its articles and where each of their subjects stands."""

    instrument: Row
    articles: list[Row]
    labels: dict[str, str]

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
    return Act(found[0], articles, labels)


def decided_on_other_words(article: Row) -> list[str]:
    """The hashes of the words on which decisions rest that must be made again."""
    return [
        row["words_hash"]
        for subject in article["subjects"]
        if subject["standing"].state == REOPENED
        for row in subject["standing"].last.values()
    ]


def is_decided(article: Row) -> bool:
    """Is nothing of an article open, and something said of it?"""
    done = any(subject["standing"].done for subject in article["subjects"])
    return not any(map(is_open, article["subjects"])) and (done or article["none"].done)


def read_subject(article: Row, form: Mapping[str, str]) -> Row:
    """The subject that a form names, as `crossref palermo:6.6`. Raises NotSaved."""
    entity, _space, field = form.get("on", "").partition(" ")
    for subject in article["subjects"]:
        if (subject["entity"], subject["field"]) == (entity, field):
            found: Row = subject
            return found
    raise NotSaved(_("This is no longer among the things to decide. Reload the page."))


def find_item(labels: Mapping[str, str], typed: str) -> str:
    """The item that a number or words mean. Raises NotSaved when none does, or several do."""
    asked = fold_to_sort(typed).split()
    exact = [code for code in labels if code.casefold() == typed.casefold()]
    ends = [code for code in labels if code.partition(":")[2].casefold() == typed.casefold()]
    words = [
        code
        for code, label in labels.items()
        if asked and all(word in fold_to_sort(f"{code} {label}") for word in asked)
    ]
    for found in (exact, ends, words):
        if len(found) == 1:
            return found[0]
        if found:
            some = "; ".join(f"{code} {labels[code]}" for code in found[:MOST_ITEMS_NAMED])
            raise NotSaved(_("Several items fit, please choose one: %(items)s", items=some))
    raise NotSaved(_("No item is called %(given)s.", given=typed[:80]))


def read_number(form: Mapping[str, str], name: str) -> int:
    """A whole number that a form gives; 0 without one. Raises NotSaved."""
    given = form.get(name, "0")
    if not (given.isascii() and given.isdecimal() and len(given) < 12):
        raise NotSaved(_("%(given)s is no number.", given=given[:40]))
    return int(given)


def unchanged(article: Row, form: Mapping[str, str]) -> None:
    """Raise NotSaved when the words of an article are no longer those that the page showed."""
    if form.get("hash") != article["hash"]:
        raise NotSaved(_("The words of this article have changed. Reload the page to read them."))


def decide(
    connection: sqlite3.Connection, act: Act, form: Mapping[str, str], who: Reviewer
) -> None:
    """Save a decision on something that the page shows."""
    article = act.article(form.get("provision", ""))
    unchanged(article, form)
    subject = read_subject(article, form)
    row = row_of(act.instrument["id"], subject, article["hash"], read_decision(form, subject))
    with writing(connection):
        add_decision(connection, row, read_number(form, "follows"), who)


def add_link(
    connection: sqlite3.Connection, act: Act, form: Mapping[str, str], who: Reviewer
) -> None:
    """Link an article to an item that neither the record nor the machine names."""
    article = act.article(form.get("provision", ""))
    unchanged(article, form)
    item = find_item(act.labels, form.get("item", ""))
    if any(s["field"] == item and s["entity"] == "crossref" for s in article["subjects"]):
        raise NotSaved(_("%(item)s is already among the links of this article.", item=item))
    subject = new_subject("crossref", article["provision"]["id"], item, "added")
    if words := form.get("words"):
        span = find_words(article["provision"]["text"] or "", words)
        if span is None:
            raise NotSaved(_("These words do not stand in the article."))
        subject |= {"start": span[0], "end": span[1]}
    decided = read_decision(form, subject)
    if decided["decision"] != "change":
        raise NotSaved(_("Say to which extent the article gives effect to the item."))
    row = row_of(act.instrument["id"], subject, article["hash"], decided)
    with writing(connection):
        add_decision(connection, row, 0, who)


def say_none(
    connection: sqlite3.Connection, act: Act, form: Mapping[str, str], who: Reviewer
) -> None:
    """Say that an article gives effect to no item."""
    article = act.article(form.get("provision", ""))
    unchanged(article, form)
    save_none(connection, act.instrument["id"], article, who)


def say_read_whole(
    connection: sqlite3.Connection, act: Act, form: Mapping[str, str], who: Reviewer
) -> None:
    """Say that the act was read whole: what it does not name is not in it."""
    left = sum(not is_decided(article) for article in act.articles)
    if left or not act.articles:
        raise NotSaved(_("%(left)s articles are not decided yet.", left=left))
    if form.get("hash") != act.hash:
        raise NotSaved(_("The words of this act have changed. Reload the page to read them."))
    subject = new_subject("instrument", act.instrument["id"], "read_whole", "recorded")
    decided = {"decision": "read_whole", "value": None, "reason": form.get("reason")}
    sql = "select max(id) from decision where entity = 'instrument' and entity_id = ? and actor = ?"
    with writing(connection):
        mine = connection.execute(sql, [act.instrument["id"], who.name]).fetchone()[0]
        row = row_of(act.instrument["id"], subject, act.hash, decided)
        add_decision(connection, row, mine or 0, who)


def take(connection: sqlite3.Connection, act: Act, form: Mapping[str, str], who: Reviewer) -> None:
    """Take an act, or give it back."""
    row = {"instrument": act.instrument["id"], "reviewer": who.name}
    with writing(connection):
        add_row(connection, "assignment", {**row, "taken": int(form.get("taken") == "1")})


def remark(
    connection: sqlite3.Connection, act: Act, form: Mapping[str, str], who: Reviewer
) -> None:
    """Say something to the other reviewers of an article."""
    article = act.article(form.get("provision", ""))
    words = form.get("words", "")
    if not 0 < len(words) <= LONGEST_REMARK:
        raise NotSaved(_("A remark of 1 to %(most)s signs is wanted.", most=LONGEST_REMARK))
    row = {"instrument": act.instrument["id"], "entity_id": article["provision"]["id"]}
    with writing(connection):
        add_row(connection, "comment", {**row, "words": words, "actor": who.name})


FORMS: dict[str, Any] = {
    "decide": decide,
    "add": add_link,
    "none": say_none,
    "whole": say_read_whole,
    "take": take,
    "remark": remark,
}
