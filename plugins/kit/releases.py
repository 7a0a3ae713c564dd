"""Releases of the knowledge base: how they are listed, and the names of their files."""

RELEASE_FILE = "tip-{}.db"
RELEASES = """
select number, released_on, git_commit, content_hash, changes_xx as changes
from release order by number desc
"""
