"""Titles in the official journal of Cabo Verde."""

from ingest.received.adapters.titles import to_rows

__all__ = ["to_rows"]
