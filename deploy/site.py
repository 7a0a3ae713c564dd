"""The site as an ASGI application, for servers with several processes: `gunicorn -c
deploy/gunicorn.py deploy.site:app`.

DATABASE names the file to serve (db/tip.db of this folder when it is not set).
"""

import os
from pathlib import Path

import yaml
from datasette.app import Datasette

ROOT = Path(__file__).resolve().parent.parent


def site(database: Path) -> Datasette:
    """Datasette with the words, settings, pages and files of this folder, as `make serve` starts
    it.
    """
    plugins = ROOT / "plugins"
    return Datasette(
        [],
        immutables=[str(database)],
        metadata=yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8")),
        config=yaml.safe_load((ROOT / "datasette.yml").read_text(encoding="utf-8")),
        plugins_dir=str(plugins),
        template_dir=str(plugins / "templates"),
        static_mounts=[("assets", str(plugins / "static"))],
        cors=True,
    )


app = site(Path(os.environ.get("DATABASE", ROOT / "db" / "tip.db"))).app()
