"""The activities of a plan added up: by pillar, by lead body, all of them."""

from typing import Any

from plugins.kit.page import Row, grouped


def total(groups: dict[Any, list[Row]]) -> list[Row]:
    """Of each group of activities: how many, how many done, late and without report, and their
    budgets by currency.
    """
    return [
        {
            "name": name,
            "activities": len(rows),
            "done": sum(row["status"] == "done" for row in rows),
            "late": sum(row["late"] for row in rows),
            "unreported": sum(is_unreported(row) for row in rows),
            "budgets": {
                currency: sum(row["budget"] for row in priced)
                for currency, priced in grouped(rows, "currency").items()
                if all(row["budget"] for row in priced)
            },
        }
        for name, rows in groups.items()
    ]


def by_lead(activities: list[Row], bodies: list[Row]) -> dict[str, list[Row]]:
    """Activities by the name of the body that leads them; one with two leads stands under both."""
    led = grouped([row for row in bodies if row["role"] == "lead"], "activity")
    groups: dict[str, list[Row]] = {}
    for row in activities:
        for name in {one["name"] or one["printed"]: 0 for one in led.get(row["id"], [])}:
            groups.setdefault(name, []).append(row)
    return dict(sorted(groups.items(), key=lambda pair: -len(pair[1])))


def is_unreported(activity: Row) -> bool:
    """Whether nothing is known of an activity but that it was planned."""
    silent = not activity["last_report"] and not activity["status_on"]
    return silent and activity["status"] in ("planned", "unknown")
