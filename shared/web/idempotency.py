"""Idempotency-Key: the same request again gets the same answer; the same key with another body is refused."""

import hashlib
from collections.abc import Callable

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import Connection, insert, select

from shared import clock
from shared.database.locks import hold_name
from shared.errors import Refusal
from shared.schema.idempotency import ANSWERS
from shared.web.current import service
from shared.web.viewer import viewer

LONGEST_KEY = 200


def once(db: Connection, change: Callable[[], Response]) -> Response:
    """Make the change, or give the answer it got before. The answer is kept in the transaction of the change."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return change()
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refusal("bad_idempotency_key", _("Idempotency-Key must have 1 to %(most)s characters.", most=LONGEST_KEY))
    asker = viewer()
    key_hash = _digest(f"{asker.actor if asker else ''}\n{request.method}\n{request.path}\n{key}".encode())
    body_hash = _digest(request.get_data())
    hold_name(db, f"answer:{key_hash}")
    answers = ANSWERS[service().name]
    before = db.execute(
        select(answers.body_hash, answers.status, answers.answer).where(answers.key_hash == key_hash)
    ).one_or_none()
    if before is not None:
        if before.body_hash != body_hash:
            raise Refusal(
                "idempotency_key_reused",
                _("This Idempotency-Key was used for another request. Use a new key for a new request."),
            )
        return Response(before.answer, before.status, mimetype="application/json")
    response = change()
    db.execute(
        insert(answers).values(
            key_hash=key_hash,
            body_hash=body_hash,
            status=response.status_code,
            answer=response.get_data(),
            at=clock.now(),
        )
    )
    return response


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
