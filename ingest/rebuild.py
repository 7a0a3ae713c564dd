"""Make a database again from a bundle: `python -m ingest.rebuild` (ingest/publish/rebuild.py)."""

from ingest.publish.rebuild import main

if __name__ == "__main__":
    main()
