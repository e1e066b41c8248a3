"""The JSON API: one declaration per call says its path, access, shapes; validation, transactions, idempotency and the
OpenAPI description follow from it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext as _
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection
from werkzeug.exceptions import UnsupportedMediaType

from shared.errors import Refusal
from shared.web import idempotency
from shared.web.access import Access, states
from shared.web.current import has_arrived, reading, service, writing
from shared.web.file_body import takes_file
from shared.web.odd_input import holds_nul, odd_input
from shared.web.validation import InvalidInput, problems_of

PREFIX = "/api/v1"
#: the media type of a call that takes a file among fields
FORM_WITH_FILE = "multipart/form-data"
Handler = Callable[..., BaseModel | Response | None]


class OtherContent(Refusal):
    """The body is of a kind that this call doesn't read."""

    status = 415


@dataclass(frozen=True)
class Call:
    """One call of the API, as it is described and as it is run."""

    method: str
    path: str
    access: Access
    summary: str
    handler: Handler
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    answer: type[BaseModel] | None
    status: int
    raw_body: str | None = None
    raw_answer: str | None = None
    is_shown_once: bool = False


@dataclass(frozen=True)
class Shape:
    """What a call takes and gives: pydantic models. ``body`` and ``query`` reach the handler under these names.

    ``raw_body`` and ``raw_answer`` are media types, such as ``message/rfc822``, of what is no JSON: ``body`` then
    reaches the handler as bytes (of FORM_WITH_FILE it reads the request itself), and the handler returns a Response. An
    answer that holds a secret ``is_shown_once``.
    """

    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    raw_body: str | None = None
    raw_answer: str | None = None
    is_shown_once: bool = False


class Api:
    """The calls of one service, as a blueprint under ``/api/v1``."""

    def __init__(self, service: str) -> None:
        self.blueprint = Blueprint(f"{service}_api", __name__, url_prefix=PREFIX)
        self.calls: list[Call] = []

    def reads(self, path: str, access: Access, summary: str, shape: Shape) -> Callable[[Handler], Handler]:
        """A GET whose handler gets an open read transaction as ``db``."""
        return self._declare("GET", path, (access, summary, shape), _run_reading)

    def writes(
        self, method: str, path: str, access: Access, summary: str, shape: Shape
    ) -> Callable[[Handler], Handler]:
        """A call that changes something: its handler gets the write transaction as ``db``; it commits when it returns.

        A repeated request under the same Idempotency-Key gets the first one's answer.
        """
        return self._declare(method, path, (access, summary, shape), _run_writing)

    def asks(self, method: str, path: str, access: Access, summary: str, shape: Shape) -> Callable[[Handler], Handler]:
        """A call whose handler opens its own transactions, since it must ask another service between them."""
        return self._declare(method, path, (access, summary, shape), _run_bare)

    def _declare(
        self, method: str, path: str, said: tuple[Access, str, Shape], run: Callable[[Call, dict[str, Any]], Response]
    ) -> Callable[[Handler], Handler]:
        access, summary, shape = said

        def register(handler: Handler) -> Handler:
            call = Call(method, path, access, summary, handler, **vars(shape))
            self.calls.append(call)

            def view(**arguments: Any) -> Response:
                answer = run(call, _with_input(call, arguments))
                if access is not Access.PUBLIC:
                    # what one key may see is nobody else's to keep
                    answer.headers["Cache-Control"] = "no-store"
                return answer

            endpoint = f"{method.lower()}_{handler.__name__}"
            guarded = takes_file(states(access)(view)) if call.raw_body == FORM_WITH_FILE else states(access)(view)
            self.blueprint.add_url_rule(path, endpoint, guarded, methods=[method])
            return handler

        return register


def _run_reading(call: Call, arguments: dict[str, Any]) -> Response:
    with reading() as db:
        return answer_of(call, call.handler(db=db, **arguments))


def _run_bare(call: Call, arguments: dict[str, Any]) -> Response:
    return idempotency.once_apart(service().database, lambda: answer_of(call, call.handler(**arguments)))


def _run_writing(call: Call, arguments: dict[str, Any]) -> Response:
    with writing() as db:
        return idempotency.once(db, lambda: _change(call, db, arguments), is_shown_once=call.is_shown_once)


def _change(call: Call, db: Connection, arguments: dict[str, Any]) -> Response:
    return answer_of(call, call.handler(db=db, **arguments))


def answer_of(call: Call, said: BaseModel | Response | None) -> Response:
    """What a handler returned, as a response."""
    if isinstance(said, Response):
        return said
    body = b"" if said is None else said.model_dump_json().encode()
    return Response(body, status=call.status if said is not None else 204, mimetype="application/json")


def _with_input(call: Call, arguments: dict[str, Any]) -> dict[str, Any]:
    """The path's arguments together with the checked body and query. Raises InvalidInput naming every wrong field."""
    if call.raw_body is not None:
        body = _raw_body(call.raw_body)
        if call.raw_body != FORM_WITH_FILE:
            arguments["body"] = body
    elif call.body is not None:
        arguments["body"] = _checked(call.body, _json_body())
    if call.query is not None:
        arguments["query"] = _checked(call.query, request.args.to_dict())
    return arguments


def _checked(model: type[BaseModel], said: Any) -> BaseModel:
    try:
        return model.model_validate(said)
    except ValidationError as wrong:
        raise InvalidInput(problems_of(wrong)) from wrong


def _raw_body(media_type: str) -> bytes:
    if request.mimetype != media_type:
        raise OtherContent("wrong_content_type", _("Send it with Content-Type: %(type)s.", type=media_type))
    return request.get_data()


def _json_body() -> Any:
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    raw = request.get_data()
    has_arrived()
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError) as wrong:
        raise InvalidInput.of_text(f"not JSON: {wrong}") from wrong
    if b"\\u0000" in raw and holds_nul(said):
        raise odd_input()
    return said


def calls_of_app() -> list[Call]:
    """All calls of the running service."""
    found: list[Call] = current_app.extensions.get("kierros_calls", [])
    return found
