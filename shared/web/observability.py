"""Seeing what a service does: structured logs with the request's id, health, readiness, metrics."""

import logging
import os
import re
import secrets
import sys
import time
from functools import cache

import structlog
from flask import Blueprint, Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from sqlalchemy.exc import SQLAlchemyError
from structlog.typing import EventDict

from shared.database import connection, migrate
from shared.web import access
from shared.web.current import has_arrived, service

#: prometheus_client counts over processes when this is set before it is first imported
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"

blueprint = Blueprint("observability", __name__)
log = structlog.get_logger("kierros.request")

#: asked for by machines every few seconds; counted, but not worth a line each
_UNTOLD = ("/healthz", "/readyz", "/metrics", "/static/<path:filename>", "/api/v1/ring")
#: anybody may send any word as a method, and each would be counted for itself
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NOT_MODIFIED = 304
_GOOD_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")

REQUESTS = Counter("kierros_requests_total", "Requests answered", ["service", "route", "method", "status"])
SECONDS = Histogram("kierros_request_seconds", "Time to answer a request", ["service", "route"])


def set_up_logging(log_format: str) -> None:
    """Write one line per event to standard output: JSON for machines, or text for people."""
    # a job of the clock that is still at work when it is due again is no news
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.basicConfig(stream=sys.stdout, level=logging.WARNING, format="%(message)s", force=True)
    renderer = structlog.processors.JSONRenderer() if log_format == "json" else as_text
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )


def as_text(_logger: object, _method: str, event: EventDict) -> str:
    """A line for people: when, how grave, what, and what is known of it. A traceback stands below."""
    trace = event.pop("exception", None)
    words = [event.pop("timestamp"), f"{event.pop('level'):<7}", str(event.pop("event"))]
    line = " ".join(words + [f"{name}={_one_word(value)}" for name, value in event.items()])
    return f"{line}\n{trace}" if trace else line


def _one_word(value: object) -> str:
    """A text that nobody can take for the end of the line, or for another value."""
    text = str(value)
    return text if text.isprintable() and " " not in text else repr(text)


def set_up(app: Flask) -> None:
    """Follow every request of an app."""
    app.register_blueprint(blueprint)
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    request_id = given if _GOOD_REQUEST_ID.match(given) else secrets.token_hex(16)
    g.request_id, g.started = request_id, time.perf_counter()
    # a page's form has been read by now, to tell whether it is ours; the API reads its bodies itself
    has_arrived()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(service=service().name, request_id=request_id)


def _end(response: Response) -> Response:
    """Log by the route's pattern, never by the address: addresses can hold secret links."""
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    rule, method, name = request.url_rule, request.method, service().name
    route = rule.rule if rule else "(none)"
    _counted(name, route, method if method in _METHODS else "OTHER", response.status_code).inc()
    _timed(name, route).observe(seconds)
    # calendars and browsers ask all day long whether anything is new
    if route not in _UNTOLD and response.status_code != NOT_MODIFIED:
        log.info("request", method=method, route=route, status=response.status_code, ms=round(seconds * 1000, 1))
    response.headers["X-Request-ID"] = g.get("request_id", "")
    return response


@cache
def _counted(*labels: str | int) -> Counter:
    """The count of such requests; there are few kinds, and finding one by its labels takes longer than counting."""
    return REQUESTS.labels(*labels)


@cache
def _timed(*labels: str) -> Histogram:
    return SECONDS.labels(*labels)


@blueprint.get("/healthz")
@access.public
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@access.public
def readyz() -> Response:
    """The database answers and has the schema that this code needs."""
    try:
        ready = connection.is_alive(service().database) and migrate.is_current(service().database)
    except SQLAlchemyError:
        ready = False
    return Response("ready\n" if ready else "not ready: database\n", 200 if ready else 503, mimetype="text/plain")


@blueprint.get("/metrics")
@access.public
def metrics() -> Response:
    """Prometheus text, over all workers of this service when ``kierros serve`` gave them a folder to count in."""
    registry = REGISTRY
    if FOLDER_VARIABLE in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
