"""What can happen to a request or a page instead of usable rows; `name` is the status in
fetched.csv.

Outcome
 ├─ PageChanged        the page is real but its shape is not the one we know
 ├─ ChallengePage      a robot test instead of the page
 ├─ EmptyPage          nothing, or only blanks
 ├─ WrongType          an image called .pdf, a web page called JSON, ...
 ├─ Truncated          the end is missing
 ├─ TooSlow            reading it takes more computing than any honest page
 ├─ Refused            the host says no (403, 429, a "forbidden" page)
 └─ Gone, TooLarge, RobotsForbid, BadRedirect, NoAnswer   raised by fetch.py only
"""

from typing import ClassVar


class Outcome(Exception):
    """What happened instead of a usable page. `name` goes to fetched.csv, the message says where
    and what.
    """

    name: ClassVar[str] = "failed"


class PageChanged(Outcome):
    name = "changed shape"


class ChallengePage(Outcome):
    name = "challenge page"


class EmptyPage(Outcome):
    name = "empty"


class WrongType(Outcome):
    name = "wrong type"


class Truncated(Outcome):
    name = "truncated"


class TooSlow(Outcome):
    name = "too slow"


class Refused(Outcome):
    name = "refused"


class Gone(Outcome):
    name = "gone"


class TooLarge(Outcome):
    name = "too large"


class RobotsForbid(Outcome):
    name = "robots forbids"


class BadRedirect(Outcome):
    name = "bad redirect"


class NoAnswer(Outcome):
    name = "no answer"
