# Palermo Ledger in a container; see docs/publish.md. The database is built into the image; mount a folder at /data to serve another one.
# With REVIEW=/data/review.db and a folder at /data it has the review desk.
FROM python:3.11.11-slim-bookworm AS build
WORKDIR /app
COPY requirements requirements
RUN python -m venv /venv && \
  /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt
RUN /venv/bin/pip install --no-cache-dir --require-hashes --no-build-isolation \
  -r requirements/serve.txt -r requirements/desk.txt
COPY pyproject.toml README.md LICENSE ./
COPY scrapers scrapers
COPY ingest ingest
COPY plugins plugins
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .
COPY metadata.yml ./
COPY locales locales
COPY db db
RUN /venv/bin/python -m ingest.build

FROM python:3.11.11-slim-bookworm
WORKDIR /app
RUN useradd --system --uid 10001 ledger && mkdir /data && chown ledger /data
COPY --from=build /venv /venv
COPY --from=build /app/db/tip.db db/tip.db
# a new build is compared with db/schema.sql before it is shown; ingest looks for it beside itself
COPY db/schema.sql db/schema.sql
COPY scrapers scrapers
COPY ingest ingest
COPY plugins plugins
COPY locales locales
COPY deploy deploy
COPY metadata.yml datasette.yml ./
ENV BIND=0.0.0.0:8001 WORKERS=2 DATABASE=/app/db/tip.db PYTHONUNBUFFERED=1
USER 10001
EXPOSE 8001
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8001/healthz', timeout=4)"]
CMD ["/venv/bin/python", "-m", "gunicorn", "-c", "deploy/gunicorn.py", "deploy.site:app"]
