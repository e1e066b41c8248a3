from collections.abc import Iterable
from io import BytesIO
from typing import Any

from shared.web.unread_body import TAKEN_IN_BYTES, taken_in


def _refuse(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
    return [b"too large"]


def _left_of(size: int, *, terminated: bool = True, **environ: str) -> int:
    body = BytesIO(bytes(size))
    given = {"wsgi.input": body, "wsgi.input_terminated": terminated, **environ}
    assert list(taken_in(_refuse)(given, lambda *_said: None)) == [b"too large"]
    return size - body.tell()


def test_body_left_unread_is_taken_in() -> None:
    assert _left_of(10_000_000, CONTENT_LENGTH="10000000") == 0


def test_body_without_a_length_is_taken_in() -> None:
    assert _left_of(100_000, HTTP_TRANSFER_ENCODING="chunked") == 0


def test_body_beyond_the_limit_is_left() -> None:
    assert _left_of(TAKEN_IN_BYTES + 1_000_000, CONTENT_LENGTH=str(TAKEN_IN_BYTES + 1_000_000)) == 1_000_000


def test_request_without_a_body_waits_for_none() -> None:
    assert _left_of(10) == 10


def test_body_that_does_not_end_by_itself_is_not_waited_for() -> None:
    assert _left_of(10, terminated=False, CONTENT_LENGTH="10") == 10
