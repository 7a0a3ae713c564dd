"""Pages, texts and files that came in, placed in the data model."""
