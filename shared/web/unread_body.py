"""What a caller still sends when it is already refused: it is taken in, so that the refusal arrives."""

from collections.abc import Callable, Iterable
from typing import Any

#: beyond this a caller is cut off; a body of 10 MB is still refused in words
TAKEN_IN_BYTES = 16 * 1024 * 1024
_PIECE_BYTES = 64 * 1024

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def taken_in(inner: Any) -> WsgiApp:
    """Read what an app left of a request's body before its answer goes out.

    A connection closed with bytes unread is reset, and the caller may never see the answer (RFC 9112 section 9.6).
    """

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        answer: Iterable[bytes] = inner(environ, start)
        if _ends_by_itself(environ):
            _drain(environ["wsgi.input"])
        return answer

    return app


def _ends_by_itself(environ: dict[str, Any]) -> bool:
    """Whether there is a body, and a read at its end gives nothing instead of waiting for the next request."""
    has_body = environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING")
    return bool(has_body and environ.get("wsgi.input_terminated"))


def _drain(body: Any) -> None:
    left = TAKEN_IN_BYTES
    while left > 0 and (piece := body.read(_PIECE_BYTES)):
        left -= len(piece)
