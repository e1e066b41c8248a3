"""Asking another service, over real HTTP."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import BaseModel

from shared.errors import Refusal, Unreachable
from shared.http_clients import token
from shared.http_clients.service_client import ServiceClient
from shared.secrets import Secrets

SECRETS = Secrets("one key, long enough for an installation")


class Answer(BaseModel):
    """What is read out of an answer."""

    places: int


class Peer:
    """A service that answers what it is told to, one answer per request, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Any]] = []
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def handle_one(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                peer.asked.append((self.command, self.path, dict(self.headers), body))
                status, said = peer.answers.pop(0)
                data = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = handle_one  # noqa: N815 - the library calls them so

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's signature
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def peer() -> Iterator[Peer]:
    started = Peer()
    yield started
    started.close()


def client(peer: Peer) -> ServiceClient:
    return ServiceClient(SECRETS, "catalogue", "registration", peer.url)


def test_only_declared_fields_cross(peer: Peer) -> None:
    peer.answers = [(200, {"places": 5, "secret": "x"})]
    assert client(peer).get("/a", Answer, "system") == Answer(places=5)


def test_request_shows_who_asks_and_for_whom(peer: Peer) -> None:
    peer.answers = [(200, {})]
    client(peer).post("/a", Answer(places=1), "account:7")
    method, path, headers, body = peer.asked[0]
    assert (method, path, json.loads(body)) == ("POST", "/a", {"places": 1})
    said = token.read(SECRETS, "registration", headers["Authorization"].removeprefix("Bearer "))
    assert said == token.ServiceToken("catalogue", "account:7")


def test_question_is_asked_again_when_the_peer_is_not_well(peer: Peer) -> None:
    peer.answers = [(503, {}), (502, {}), (200, {"places": 5})]
    assert client(peer).get("/a", Answer, "system").places == 5


def test_change_is_not_repeated_without_a_key(peer: Peer) -> None:
    peer.answers = [(503, {}), (200, {})]
    with pytest.raises(Unreachable):
        client(peer).post("/a", None, "system")
    assert len(peer.asked) == 1


def test_change_under_a_key_is_repeated_with_the_same_key(peer: Peer) -> None:
    peer.answers = [(503, {}), (200, {"ok": True})]
    assert client(peer).post("/a", None, "system", idempotency_key="k") == {"ok": True}
    assert [headers["Idempotency-Key"] for _m, _p, headers, _b in peer.asked] == ["k", "k"]


def test_tries_are_bounded(peer: Peer) -> None:
    peer.answers = [(503, {})] * 10
    with pytest.raises(Unreachable):
        client(peer).get("/a", Answer, "system")
    assert len(peer.asked) == 3


def test_refusal_of_the_peer_is_passed_on(peer: Peer) -> None:
    peer.answers = [(409, {"code": "full", "detail": "No places left.", "field": "people"})]
    with pytest.raises(Refusal) as refused:
        client(peer).post("/a", None, "system")
    assert (refused.value.status, refused.value.code, refused.value.sentence) == (409, "full", "No places left.")


def test_peer_that_is_not_there_is_said_to_be_unreachable() -> None:
    nobody = ServiceClient(SECRETS, "catalogue", "registration", "http://127.0.0.1:1")
    with pytest.raises(Unreachable):
        nobody.get("/a", Answer, "system")


@pytest.mark.parametrize("status", [200, 404, 500])
def test_answer_of_something_else_is_no_answer_of_ours(peer: Peer, status: int) -> None:
    peer.answers = [(status, b"<html>a proxy's page</html>")]
    with pytest.raises(Unreachable):
        client(peer).post("/a", None, "system")


def test_answer_in_another_shape_is_no_answer_of_ours(peer: Peer) -> None:
    peer.answers = [(200, {"places": "many"})]
    with pytest.raises(Unreachable):
        client(peer).get("/a", Answer, "system")
