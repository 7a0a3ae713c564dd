"""What each form of the page of an act does, by its hidden field `what`."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from ingest.review.standing import PARTS_OF_DEFINITION
from ingest.review.store import add_row, writing
from plugins.kit.desk import Reviewer
from plugins.kit.desk_act import Act, is_decided
from plugins.kit.desk_decide import add_decision, read_decision, row_of, save_none
from plugins.kit.desk_subjects import SUMMARIES, new_subject
from plugins.kit.desk_values import NotSaved, check_value, read_number, read_penalty, read_value
from plugins.kit.evidence import find_words
from plugins.kit.language import gettext as _
from plugins.kit.locale_format import fold_to_sort
from plugins.kit.page import Row

LONGEST_REMARK = 2_000
MOST_ITEMS_NAMED = 6  # where typed words fit several


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
    decided = read_decision(form, subject)
    check_value(act.schema, subject, decided["value"])
    row = row_of(act.instrument["id"], subject, article["hash"], decided)
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


def add_penalty(
    connection: sqlite3.Connection, act: Act, form: Mapping[str, str], who: Reviewer
) -> None:
    """Add a penalty that neither the record nor the machine has."""
    article = act.article(form.get("provision", ""))
    value = read_penalty(form)
    held = [one for one in article["subjects"] if one["entity"] == "penalty"]
    if any(value in (one["seen"], one["proposed"]) for one in held):
        raise NotSaved(_("This is already among the things to decide."))
    numbers = {one["field"] for one in held}
    field = next(f"+{number}" for number in range(1, 1_000) if f"+{number}" not in numbers)
    propose(connection, act, article, ("penalty", field, value), form, who)


def add_part(
    connection: sqlite3.Connection, act: Act, form: Mapping[str, str], who: Reviewer
) -> None:
    """Add a part of a definition that neither the record nor the machine has."""
    article, part = act.article(form.get("provision", "")), form.get("part", "")
    if part not in PARTS_OF_DEFINITION:
        raise NotSaved(_("This form is not known here."))
    if any((one["entity"], one["field"]) == ("definition", part) for one in article["subjects"]):
        raise NotSaved(_("This is already among the things to decide."))
    value = read_value(form, {"entity": "definition", "field": part})
    propose(connection, act, article, ("definition", part, value), form, who)


def correct_summary(
    connection: sqlite3.Connection, act: Act, form: Mapping[str, str], who: Reviewer
) -> None:
    """Propose other words for what we say of an article, in one language or both. What has no
    summary gets none here: a build wants both.
    """
    article = act.article(form.get("provision", ""))
    given = {name: " ".join(form.get(name, "").split()) for name in SUMMARIES}
    held = article["provision"]
    others = {name: said for name, said in given.items() if said != held[name]}
    if not all(held[name] for name in SUMMARIES):
        raise NotSaved(_("This form is not known here."))
    if not others or not all(given.values()):
        raise NotSaved(_("There is nothing here to confirm."))
    for name, said in others.items():
        subject = {"entity": "provision", "field": name}
        value = read_value({"value": said}, subject)
        propose(connection, act, article, ("provision", name, value), form, who)


def propose(
    connection: sqlite3.Connection,
    act: Act,
    article: Row,
    given: tuple[str, str, str],
    form: Mapping[str, str],
    who: Reviewer,
) -> None:
    """Save a value for something that the page does not show yet: entity, field and value."""
    unchanged(article, form)
    entity, field, value = given
    seen = article["provision"][field] if entity == "provision" else None
    subject = new_subject(entity, article["provision"]["id"], field, "added", seen=seen)
    decided = read_decision({**form, "to": "change"}, subject, value)
    check_value(act.schema, subject, value)
    row = row_of(act.instrument["id"], subject, article["hash"], decided)
    with writing(connection):
        last = last_of(connection, (entity, subject["entity_id"], field, who.name))
        if last == 0 or not is_sent_twice(connection, last, row):
            add_decision(connection, row, last, who)


def is_sent_twice(connection: sqlite3.Connection, last: int, row: Row) -> bool:
    """Does a decision say what this row says?"""
    names = ("decision", "value", "reason", "words_hash")
    sql = f"select {', '.join(names)} from decision where id = ?"
    return tuple(connection.execute(sql, [last]).fetchone()) == tuple(row[name] for name in names)


def last_of(connection: sqlite3.Connection, key: tuple[str, str, str, str]) -> int:
    """The last decision of a reviewer on a thing: entity, its id, field and name; 0 for none."""
    sql = "select max(id) from decision where (entity, entity_id, field, actor) = (?, ?, ?, ?)"
    return int(connection.execute(sql, key).fetchone()[0] or 0)


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
    key = ("instrument", act.instrument["id"], "read_whole", who.name)
    with writing(connection):
        row = row_of(act.instrument["id"], subject, act.hash, decided)
        add_decision(connection, row, last_of(connection, key), who)


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
    "penalty": add_penalty,
    "part": add_part,
    "summary": correct_summary,
    "none": say_none,
    "whole": say_read_whole,
    "take": take,
    "remark": remark,
}
