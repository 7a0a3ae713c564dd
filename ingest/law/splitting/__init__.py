"""How a law is cut into its articles; ingest/text.py is the way in."""
