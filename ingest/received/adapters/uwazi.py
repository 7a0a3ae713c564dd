"""Titles of the collections on Uwazi."""

from ingest.received.adapters.titles import to_rows

__all__ = ["to_rows"]
