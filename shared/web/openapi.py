"""The API's description (OpenAPI 3.1), generated from the calls themselves, and a page to read it."""

import re
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.web import access
from shared.web.access import Access
from shared.web.api import PREFIX, Call, calls_of_app
from shared.web.current import service, service_url

blueprint = Blueprint("openapi", __name__)

VERSION = "1.0"
_REFERENCE = "#/components/schemas/{model}"
_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
_KINDS = {"uuid": {"type": "string", "format": "uuid"}, "int": {"type": "integer"}}
_PROBLEM = {
    "type": "object",
    "description": "What went wrong and what to do (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "for people, in the language of Accept-Language"},
        "code": {"type": "string", "description": "for programs; does not change"},
        "field": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
        "request_id": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}


@blueprint.get("/openapi.json")
@access.public
def description() -> Response:
    """The description, for programs."""
    return jsonify(describe(calls_of_app(), service().name, service_url(service().name, "")))


@blueprint.get("/api")
@access.public
def page() -> str:
    """The description, for people."""
    described = describe(calls_of_app(), service().name, service_url(service().name, ""))
    return render_template("api/page.html", api=described, root=request.script_root)


def describe(calls: list[Call], name: str, base_url: str) -> dict[str, Any]:
    """An OpenAPI 3.1 document of these calls; what only our own services may call is left out."""
    open_calls = [call for call in calls if call.access is not Access.SERVICE]
    models = sorted({model for call in open_calls for model in _models(call)}, key=lambda model: model.__name__)
    _names, definitions = models_json_schema([(model, "validation") for model in models], ref_template=_REFERENCE)
    paths: dict[str, dict[str, Any]] = {}
    for call in open_calls:
        path = PREFIX + _PLACE.sub(r"{\2}", call.path)
        paths.setdefault(path, {})[call.method.lower()] = _operation(call)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Kierros {name}",
            "version": VERSION,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": base_url}],
        "paths": paths,
        "components": {
            "schemas": {**definitions.get("$defs", {}), "Problem": _PROBLEM},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _models(call: Call) -> list[type[BaseModel]]:
    return [model for model in (call.body, call.answer) if model is not None]


def _operation(call: Call) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{call.method.lower()}_{call.handler.__name__}",
        "summary": call.summary,
        "description": f"For {call.access.value}.",
        "parameters": _parameters(call),
        "responses": _responses(call),
        "security": [] if call.access is Access.PUBLIC else [{"key": []}],
    }
    content = _content(call.body, call.raw_body)
    if content is not None:
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _parameters(call: Call) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _KINDS.get(kind, {"type": "string"})}
        for kind, name in _PLACE.findall(call.path)
    ]
    if call.query is not None:
        schema = call.query.model_json_schema()
        needed = schema.get("required", [])
        found += [
            {"name": name, "in": "query", "required": name in needed, "schema": _without_title(said)}
            for name, said in schema["properties"].items()
        ]
    if call.method != "GET":
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "The same key and body again get the same answer; the same key with another body 422.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 200},
            }
        )
    return found


def _responses(call: Call) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done."}
    content = _content(call.answer, call.raw_answer)
    if content is not None:
        good["content"] = content
    problem = {
        "description": "A problem, said in words.",
        "content": {"application/problem+json": {"schema": {"$ref": _REFERENCE.format(model="Problem")}}},
    }
    return {str(call.status if content is not None or call.status != 200 else 204): good, "default": problem}


def _content(model: type[BaseModel] | None, media_type: str | None) -> dict[str, Any] | None:
    """JSON of a model, or what is no JSON, by its media type."""
    if media_type is not None:
        return {media_type: {"schema": {"type": "string", "contentMediaType": media_type}}}
    return {"application/json": {"schema": _reference(model)}} if model is not None else None


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(model=model.__name__)}


def _without_title(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "title"}
