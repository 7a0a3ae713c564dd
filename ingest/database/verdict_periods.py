"""The table verdict_period: the verdict of every State on every item, from day to day.

The rule is SQL (views verdict_day and verdict_run of db/schema.sql); the build stores what it says
so that any day is answered at once. Made anew wherever rows are taken out.
"""

import sqlite3

VERDICT_PERIODS = """
insert into verdict_period (country, item, from_on, until_on, verdict, certainty, basis, provision,
  instrument, narrow, verification, provisions, contested, contrary, finding, credit, since)
select country, item, from_on, until_on, verdict, certainty, basis, provision,
  instrument, narrow, verification, provisions, contested, contrary, finding, credit, since
from verdict_run
"""


def fill_verdict_periods(connection: sqlite3.Connection) -> None:
    """Store what view verdict_run gives, in place of what was stored."""
    connection.execute("delete from verdict_period")
    connection.execute(VERDICT_PERIODS)
