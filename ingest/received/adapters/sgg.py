"""Titles in the official journals of Congo, Mauritania, Mali and Guinea."""

from ingest.received.adapters.titles import to_rows

__all__ = ["to_rows"]
