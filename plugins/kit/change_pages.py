"""Where a reader finds what a change of the ledger is about."""

from typing import Any

Row = dict[str, Any]
OF_PROVISION = {"provision", "penalty", "definition", "crossref", "second_reading"}


def page_of_change(row: Row) -> str:
    """The path of the page nearest to what changed."""
    first = row["entity_id"].split(" ")[0]
    if row["entity"] in OF_PROVISION and row["reason"] != "removed":
        return f"/provision/{first}"
    if row["entity"] == "claim":
        return f"/claims#{first}"
    if row["entity"] == "party" and row["country_codes"]:
        return f"/country/{row['country_codes']}#treaties"
    if row["instrument"]:
        return f"/instrument/{row['instrument']}"
    if row["item_codes"]:
        return f"/item/{row['item_codes'].split(',')[0]}"
    return f"/country/{row['country_codes'].split(',')[0]}" if row["country_codes"] else "/changes"
