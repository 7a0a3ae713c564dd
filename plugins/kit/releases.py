"""Releases of the knowledge base: how they are listed and cited, and the names of their files."""

from typing import Any

from plugins.kit.language import gettext as _

RELEASE_FILE = "tip-{}.db"
RELEASES = """
select number, released_on, git_commit, content_hash, changes_xx as changes, doi
from release order by number desc
"""
# the last release with a DOI, and whether its rows are those that are shown
WITH_DOI = """
select r.number, r.doi, r.content_hash = b.content_hash as shown
from release r
left join build b
where r.doi is not null
order by r.number desc
limit 1
"""


def doi_link(doi: str) -> str:
    """A DOI as an address."""
    return f"https://doi.org/{doi}"


def cite_release(release: dict[str, Any]) -> str:
    """A row of WITH_DOI in words: the release that is shown, or that came before what is shown."""
    said = {"number": release["number"], "doi": doi_link(release["doi"])}
    if release["shown"]:
        return str(_("release %(number)s, %(doi)s", **said))
    return str(_("after release %(number)s, %(doi)s", **said))
