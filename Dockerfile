# One image for all: `followthrough api`, `followthrough worker`, `followthrough migrate`, `followthrough prepare`.
ARG BASE=python:3.11-slim
FROM ${BASE} AS build
WORKDIR /build
COPY requirements.lock ./
# What the lock names and nothing else, each file by its hash.
RUN python -m venv /opt/followthrough \
    && /opt/followthrough/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md settings.py vault.py worker.py ./
COPY activities ./activities
COPY api ./api
COPY assistants ./assistants
COPY cli ./cli
COPY console ./console
COPY db ./db
COPY demo ./demo
COPY domain ./domain
COPY embedded ./embedded
COPY messages ./messages
COPY policies ./policies
COPY stories ./stories
COPY workflows ./workflows
RUN /opt/followthrough/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM ${BASE}
RUN useradd --system --uid 10001 --create-home --home-dir /srv/followthrough followthrough
COPY --from=build /opt/followthrough /opt/followthrough
ENV PATH=/opt/followthrough/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    FOLLOWTHROUGH_DATA_DIR=/srv/followthrough/data \
    FOLLOWTHROUGH_API_HOST=0.0.0.0
WORKDIR /srv/followthrough
USER 10001
EXPOSE 8000
ENTRYPOINT ["followthrough"]
CMD ["--help"]
