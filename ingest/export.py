"""Write the bundle of open formats: `python -m ingest.export`, see ingest/publish/export.py."""

from ingest.publish.export import main

if __name__ == "__main__":
    main()
