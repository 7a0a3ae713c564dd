"""Titles of African Union treaties."""

from ingest.received.adapters.titles import to_rows

__all__ = ["to_rows"]
