"""Errors as answers: a page for people, ``application/problem+json`` (RFC 9457) for programs."""

import json
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from shared.errors import Refusal, TooMany
from shared.web.validation import InvalidInput

_TOO_LARGE = 413

log = structlog.get_logger(__name__)


def set_up(app: Flask) -> None:
    """Have every error answered in one voice."""
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(CSRFError, _answer_csrf)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unforeseen)


def answer_refusal(refusal: Refusal) -> Response:
    """What was asked can't be done: say why."""
    extra: dict[str, Any] = {"code": refusal.code}
    if refusal.field:
        extra["field"] = refusal.field
    if isinstance(refusal, InvalidInput):
        extra["errors"] = [{"field": p.field, "code": p.code, "detail": p.sentence} for p in refusal.problems]
    response = _answer(refusal.status, refusal.sentence, extra)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _answer_csrf(_error: CSRFError) -> Response:
    return _answer(
        400, _("This form was open too long, or cookies are blocked. Go back, reload the page and send it again."), {}
    )


def _answer_http(error: HTTPException) -> Response:
    if isinstance(error, InternalServerError):
        log.error("server_error", description=error.description)
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    return _answer(error.code or 500, None, {})


def _answer_unforeseen(error: Exception) -> Response:
    if isinstance(error, OperationalError):
        log.warning("database_unavailable", error=str(error.orig)[:200])
        return _answer(503, None, {"code": "database_unavailable"})
    log.error("unforeseen_error", error=type(error).__name__, exc_info=error)
    return _answer(500, None, {})


def wants_json() -> bool:
    """Whether the asker is a program."""
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"


def _answer(status: int, sentence: str | None, extra: dict[str, Any]) -> Response:
    title, advice = words_for(status)
    request_id = g.get("request_id", "")
    if wants_json():
        problem = {"type": "about:blank", "title": title, "status": status, "detail": sentence or advice, **extra}
        problem["request_id"] = request_id
        return Response(json.dumps(problem), status, mimetype="application/problem+json")
    html = render_template(
        "errors/page.html",
        status=status,
        title=title,
        sentence=sentence or advice,
        request_id=request_id,
        **(_back_to_the_form() if status == _TOO_LARGE else {}),
    )
    return Response(html, status)


def _back_to_the_form() -> dict[str, str]:
    """Of what was too large nothing was read, so the form can't be shown again with what was typed: the browser can."""
    note = _("Nothing was saved. Your browser's Back button leads to what you had typed.")
    if not current_app.create_url_adapter(request).test(request.path, "GET"):  # type: ignore[union-attr]
        return {"note": note}
    here = request.script_root + request.full_path.removesuffix("?")
    return {"note": note, "action_url": here, "action": _("Begin the form again")}


def words_for(status: int) -> tuple[str, str]:
    """A title and what to do, for a status, in the reader's language."""
    known = {
        400: (_("We could not read that"), _("Check what you sent and try again.")),
        401: (_("Sign in first"), _("This needs a key or a sign-in.")),
        403: (_("This is not open to you"), _("If you should have access, ask the organiser for it.")),
        404: (_("There is nothing here"), _("The address may be mistyped, or what was there has been removed.")),
        405: (_("That can't be done here"), _("This address can't be used in this way.")),
        409: (_("It has changed meanwhile"), _("Look at how it is now and try again.")),
        413: (
            _("That is too large"),
            _("At most 2 megabytes are taken at a time. Choose a smaller file, or send less at once."),
        ),
        415: (_("This form of content is not read here"), _("Send JSON, with Content-Type: application/json.")),
        422: (_("That can't be done as it stands"), _("Correct what is named below and send it again.")),
        429: (_("Too many tries in a short time"), _("Wait a few minutes and try again.")),
        503: (_("This part is resting"), _("It should be back in a moment. Nothing you had saved is lost.")),
    }
    return known.get(status, (_("Something went wrong on our side"), _("We have a note of it. Try again in a moment.")))
