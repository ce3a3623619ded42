# Everything of one image: the program on Debian's own Python. Web, worker and prepare are the
# same image with other commands. For a build that can be repeated, name the base by its digest:
#   docker build --build-arg BASE=debian@sha256:... .
ARG BASE=debian:12-slim

FROM ${BASE} AS python
ENV DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 PYTHONUNBUFFERED=1
# postgresql-client: backup calls pg_dump, restore calls pg_restore
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 plumbline \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/plumbline \
      --shell /usr/sbin/nologin plumbline

FROM python AS packages
RUN apt-get update && apt-get install -y --no-install-recommends python3-venv
# "lti" instead installs what LTI=1 needs as well: docker compose build --build-arg PACKAGES=lti
ARG PACKAGES=run
COPY requirements/${PACKAGES}.txt /tmp/packages.txt
RUN python3 -m venv /opt/plumbline \
 && /opt/plumbline/bin/pip install --no-cache-dir --disable-pip-version-check \
      --require-hashes -r /tmp/packages.txt

FROM python AS program
COPY --from=packages /opt/plumbline /opt/plumbline
COPY . /srv/plumbline
WORKDIR /srv/plumbline
# Compiled now: nothing can be written here later. The two folders are volumes of everybody's.
RUN /opt/plumbline/bin/python -m compileall -q . \
 && install -d -o 10001 -g 10001 -m 0711 /var/lib/plumbline \
 && install -d -o 10001 -g 10001 -m 0755 /var/lib/plumbline/static \
 && install -d -o 10001 -g 10001 -m 0700 /var/backups/plumbline
ENV PATH=/opt/plumbline/bin:$PATH \
    DJANGO_SETTINGS_MODULE=config.settings \
    VAR_DIR=/var/lib/plumbline \
    OPENBLAS_NUM_THREADS=1
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=4 \
  CMD ["python", "deploy/ask.py", "8000", "/health/live"]
CMD ["gunicorn", "--config", "deploy/gunicorn.py", "--bind", "0.0.0.0:8000", "config.wsgi"]
