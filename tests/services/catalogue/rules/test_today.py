from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from services.catalogue.rules.today import Need, tasks

NOW = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
ID = UUID(int=1)


def session(**differing: Any) -> Any:
    starts_at = differing.pop("starts_at", NOW + timedelta(days=3))
    fine = {"id": ID, "state": "scheduled", "mode": "hybrid", "join_url": "https://a", "venue": "Oulu", "presenters": 1}
    return SimpleNamespace(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **fine | differing)


def series(*sessions: Any, offers: tuple[Any, ...] = (), state: str = "published") -> Any:
    return SimpleNamespace(state=state, sessions=sessions, offers=offers)


def offer(state: str, left: int | None, closes_at: datetime = NOW) -> Any:
    return SimpleNamespace(id=ID, state=state, left=left, closes_at=closes_at, is_over=False)


def needs(
    *all_series: Any, declined: dict[UUID, list[str]] | None = None, requests: dict[UUID, int] | None = None
) -> list[Need]:
    return [task.need for task in tasks(all_series, declined or {}, requests or {}, NOW)]


@pytest.mark.parametrize(
    ("differing", "expected"),
    [
        ({}, []),
        ({"presenters": 0}, [Need.NO_PRESENTERS]),
        ({"join_url": None}, [Need.NO_LINK]),
        ({"join_url": None, "mode": "onsite"}, []),
        ({"venue": None}, [Need.NO_VENUE]),
        ({"venue": None, "mode": "online"}, []),
        ({"presenters": 0, "starts_at": NOW + timedelta(days=15)}, []),
        ({"presenters": 0, "state": "cancelled"}, []),
        ({"presenters": 0, "starts_at": NOW - timedelta(days=1)}, []),
    ],
)
def test_session_needs_what_it_lacks_soon(differing: dict[str, Any], expected: list[Need]) -> None:
    assert needs(series(session(**differing))) == expected


def test_refusal_matters_however_far_the_session_is() -> None:
    far = session(starts_at=NOW + timedelta(days=90))
    assert needs(series(far), declined={ID: ["Bo", "Eva"]}) == [Need.DECLINED, Need.DECLINED]


def test_who_waits_for_a_yes_comes_first_until_all_was_held() -> None:
    asked = offer("closing", 3)
    late = session(presenters=0, starts_at=NOW - timedelta(minutes=1))
    found = tasks([series(late, offers=(asked,))], {}, {ID: 5}, NOW)
    assert [(task.need, task.count) for task in found[:2]] == [(Need.REQUESTS, 5), (Need.NO_PRESENTERS, 0)]
    asked.is_over = True
    assert Need.REQUESTS not in needs(series(offers=(asked,)), requests={ID: 5})


@pytest.mark.parametrize(
    ("state", "left", "expected"),
    [("closing", 3, [Need.CLOSING]), ("closing", None, [Need.CLOSING]), ("closing", 0, []), ("open", 3, [])],
)
def test_near_deadline_matters_while_there_are_places(state: str, left: int | None, expected: list[Need]) -> None:
    assert needs(series(offers=(offer(state, left),))) == expected


def test_most_pressing_comes_first_and_drafts_last() -> None:
    late = session(presenters=0, starts_at=NOW + timedelta(days=9))
    soon = session(join_url=None, starts_at=NOW + timedelta(days=1))
    found = needs(series(late, state="draft"), series(soon, offers=(offer("closing", 1, NOW + timedelta(days=2)),)))
    assert found == [Need.NO_LINK, Need.CLOSING, Need.NO_PRESENTERS, Need.DRAFT]
