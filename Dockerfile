# One image for every part of Kierros: the command says which part a container is.

# Browser assets. The Node.js that fetches them is borrowed and stays behind; it trusts whom this system trusts.
FROM python:3.13-slim-trixie AS assets
WORKDIR /app
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
COPY requirements/node.txt requirements/
COPY shared/__init__.py shared/
COPY shared/setup shared/setup
RUN python -m shared.setup.assets run

# Python packages, exactly as locked, and what is made from the sources.
FROM python:3.13-slim-trixie AS build
WORKDIR /app
RUN python -m venv /opt/kierros
ENV PATH=/opt/kierros/bin:$PATH
COPY requirements/run.txt requirements/run.in requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml LICENSE* ./
COPY services services
COPY shared shared
COPY --from=assets /app/shared/web/static/vendor shared/web/static/vendor
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && find services shared -name '*.po' -exec sh -c 'pybabel --quiet compile --input-file "$1" --output-file "${1%.po}.mo"' - {} ';' \
    && python -m compileall -q services shared \
    && pip uninstall --yes --quiet pip

FROM python:3.13-slim-trixie
LABEL org.opencontainers.image.title="Kierros" \
      org.opencontainers.image.description="Runs webinar series and training programmes." \
      org.opencontainers.image.licenses="EUPL-1.2"
# An owner of no files here: a container can read the program and change nothing of it.
RUN groupadd --gid 10001 kierros && useradd --uid 10001 --gid kierros --no-create-home --home-dir /tmp --shell /usr/sbin/nologin kierros
COPY --from=build /opt/kierros /opt/kierros
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/kierros/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["kierros"]
