"""Asking another service, over real HTTP."""

import json
import threading
from collections.abc import Iterator

import pytest
import structlog
from pydantic import BaseModel

from shared.errors import Refusal, Unreachable
from shared.http_clients import service_client, token
from shared.http_clients.service_client import ServiceClient
from shared.secrets import Secrets
from tests.support.peer import Peer

SECRETS = Secrets("one key, long enough for an installation")


class Answer(BaseModel):
    """What is read out of an answer."""

    places: int


class Watch:
    """The time as the client sees it: it passes only when somebody says so."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    of_the_test = Watch()
    monkeypatch.setattr(service_client, "time", of_the_test)
    return of_the_test


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


def test_request_carries_the_id_of_the_request_it_is_asked_for(peer: Peer) -> None:
    peer.answers = [(200, {})]
    with structlog.contextvars.bound_contextvars(request_id="asked-by-a-visitor"):
        client(peer).post("/a", None, "system")
    assert peer.asked[0][2]["X-Request-ID"] == "asked-by-a-visitor"


@pytest.mark.usefixtures("watch")
def test_question_is_asked_again_when_the_peer_is_not_well(peer: Peer) -> None:
    peer.answers = [(503, {}), (502, {}), (200, {"places": 5})]
    assert client(peer).get("/a", Answer, "system").places == 5


def test_change_is_not_repeated_without_a_key(peer: Peer) -> None:
    peer.answers = [(503, {}), (200, {})]
    with pytest.raises(Unreachable):
        client(peer).post("/a", None, "system")
    assert len(peer.asked) == 1


@pytest.mark.usefixtures("watch")
def test_change_under_a_key_is_repeated_with_the_same_key(peer: Peer) -> None:
    peer.answers = [(503, {}), (200, {"ok": True})]
    assert client(peer).post("/a", None, "system", idempotency_key="k") == {"ok": True}
    assert [headers["Idempotency-Key"] for _m, _p, headers, _b in peer.asked] == ["k", "k"]


@pytest.mark.usefixtures("watch")
def test_tries_are_bounded(peer: Peer) -> None:
    peer.answers = [(503, {})] * 10
    with pytest.raises(Unreachable):
        client(peer).get("/a", Answer, "system")
    assert len(peer.asked) == 3


def test_pauses_are_spread_and_grow(peer: Peer, watch: Watch) -> None:
    least, most = service_client.SPREAD
    assert least < 1 < most
    for _ in range(10):
        peer.answers = [(503, {})] * 3
        with pytest.raises(Unreachable):
            client(peer).get("/a", Answer, "system")
    for attempt, pauses in ((1, watch.pauses[::2]), (2, watch.pauses[1::2])):
        middle = service_client.FIRST_PAUSE_SECONDS * 2**attempt
        assert len(set(pauses)) == len(pauses) == 10
        assert all(least * middle <= pause <= most * middle for pause in pauses)


@pytest.mark.parametrize(("takes", "tries"), [(3.0, 3), (6.0, 2), (9.95, 1)])
def test_no_try_begins_when_the_time_for_all_of_them_is_over(
    peer: Peer, watch: Watch, takes: float, tries: int
) -> None:
    """At 9.95 s there would be time, but after the pause there is none."""
    began: list[float] = []

    def meanwhile() -> None:
        began.append(watch.now)
        watch.now += takes

    peer.meanwhile = meanwhile
    peer.answers = [(503, {})] * 3
    with pytest.raises(Unreachable):
        client(peer).get("/a", Answer, "system")
    assert len(began) == tries
    assert max(began) <= service_client.ALTOGETHER_SECONDS


def test_peer_that_never_answers_is_said_to_be_unreachable(
    peer: Peer, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_client, "ANSWER_SECONDS", 0.05)
    enough = threading.Event()
    # who waited for it would get an answer in the end, so that this test ends without a limit too
    peer.meanwhile = lambda: enough.wait(10)
    peer.answers = [(200, {"places": 5})] * 3
    with pytest.raises(Unreachable) as refused:
        client(peer).get("/a", Answer, "system")
    enough.set()
    assert refused.value.code == "service_unreachable"
    assert len(watch.pauses) == 2


def test_refusal_of_the_peer_is_passed_on(peer: Peer) -> None:
    peer.answers = [(409, {"code": "full", "detail": "No places left.", "field": "people"})]
    with pytest.raises(Refusal) as refused:
        client(peer).post("/a", None, "system")
    assert (refused.value.status, refused.value.code, refused.value.sentence) == (409, "full", "No places left.")


@pytest.mark.usefixtures("watch")
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
