# The image of every part of Menlu: web, queue worker, relay and migrate differ in their command alone.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
ENV UV_PYTHON_DOWNLOADS=never \
    UV_LINK_MODE=copy \
    UV_COMPILE_BYTECODE=1
# uv takes from the lock, by its hashes, what running needs, and leaves the tools of development out.
RUN python -m pip install --no-cache-dir --disable-pip-version-check "uv==0.13.9"
WORKDIR /build
COPY pyproject.toml requirements.lock ./
RUN python -m venv --without-pip /opt/menlu \
    && uv pip install --no-cache --require-hashes --python /opt/menlu/bin/python -r pyproject.toml -c requirements.lock

FROM ${BASE} AS run
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# Debian's own versions of the day: a pinned one is gone from the mirrors with the next security update.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-wqy-microhei libgdal32 libgeos-c1v5 libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 menlu \
    && useradd --system --uid 10001 --gid menlu --home-dir /var/lib/menlu --create-home menlu
COPY --from=build /opt/menlu /opt/menlu
WORKDIR /srv/menlu
COPY solvers solvers
COPY scheduler scheduler
COPY api api
COPY fixtures fixtures
ENV PATH=/opt/menlu/bin:$PATH \
    PYTHONPATH=/srv/menlu \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=scheduler.settings \
    MENLU_LOG_FORMAT=json \
    NUMBA_CACHE_DIR=/var/lib/menlu/numba
USER 10001:10001
# The planner's compiled loops come with the image: the first run of a new queue worker does not wait for them.
RUN python -m solvers.warmup
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["gunicorn", "scheduler.wsgi", "-k", "gthread", "--workers", "2", "--threads", "8", "--timeout", "120", \
     "--preload", "--no-control-socket", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm"]
