from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from services.catalogue.rules.today import Asked, Known, Need, tasks

NOW = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
ID = UUID(int=1)


def session(**differing: Any) -> Any:
    starts_at = differing.pop("starts_at", NOW + timedelta(days=3))
    fine = {"id": ID, "state": "scheduled", "mode": "hybrid", "join_url": "https://a", "venue": "Oulu", "presenters": 1}
    return SimpleNamespace(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **fine | differing)


def series(*sessions: Any, offers: tuple[Any, ...] = (), state: str = "published") -> Any:
    return SimpleNamespace(id=ID, state=state, sessions=sessions, offers=offers)


def offer(state: str, **differing: Any) -> Any:
    fine = {"id": ID, "state": state, "capacity": 20, "taken": 3, "held": 0, "waiting": 0, "closes_at": NOW}
    said = SimpleNamespace(is_over=False, standing=[], **fine | differing)
    said.left = None if said.capacity is None else said.capacity - said.taken - said.held
    return said


def needs(*all_series: Any, **known: Any) -> list[Need]:
    return [task.need for task in tasks(all_series, Known(**known), NOW)]


def asked(days_ago: float | None, reply: str = "needs-action", name: str = "Bo") -> Asked:
    return Asked(name, reply, None if days_ago is None else NOW - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("differing", "expected"),
    [
        ({}, []),
        ({"presenters": 0}, [Need.NO_PRESENTERS]),
        ({"join_url": None}, [Need.NO_LINK]),
        ({"join_url": None, "mode": "onsite"}, []),
        ({"venue": None}, [Need.NO_VENUE]),
        ({"venue": None, "mode": "online"}, []),
        ({"presenters": 0, "state": "cancelled"}, []),
        ({"presenters": 0, "starts_at": NOW - timedelta(days=1)}, []),
    ],
)
def test_session_needs_what_it_lacks_soon(differing: dict[str, Any], expected: list[Need]) -> None:
    assert needs(series(session(**differing))) == expected


def test_later_sessions_that_lack_something_make_one_line_once_they_are_published() -> None:
    later = {"starts_at": NOW + timedelta(days=15)}
    season = [session(**later, join_url=None), session(**later, join_url=None, presenters=0), session(**later)]
    [task] = tasks([series(*season)], Known(), NOW)
    assert (task.need, task.about) == (Need.INCOMPLETE, {Need.NO_LINK: 2, Need.NO_PRESENTERS: 1})
    assert needs(series(*season, state="draft")) == [Need.DRAFT]
    assert needs(series(session(**later))) == []


@pytest.mark.parametrize(
    ("in_days", "presenter", "expected"),
    [
        (90, asked(1, "declined"), [Need.DECLINED]),
        (90, asked(6), []),
        (90, asked(7), [Need.UNANSWERED]),
        (90, asked(None), []),
        (13, asked(0.5), []),
        (13, asked(1), [Need.UNANSWERED]),
    ],
)
def test_presenter_who_says_no_or_nothing_needs_somebody(in_days: int, presenter: Asked, expected: list[Need]) -> None:
    theirs = session(starts_at=NOW + timedelta(days=in_days))
    assert needs(series(theirs), presenters={ID: [presenter]}) == expected


def test_presenters_of_one_session_make_one_line() -> None:
    [task] = tasks([series(session())], Known(presenters={ID: [asked(8), asked(9, name="Eva")]}), NOW)
    assert (task.need, [one.name for one in task.about], task.count) == (Need.UNANSWERED, ["Bo", "Eva"], 2)


def test_who_waits_for_an_answer_comes_before_all_that_has_a_day() -> None:
    wants = offer("closing")
    late = session(presenters=0, starts_at=NOW - timedelta(minutes=1))
    known = Known(requests={ID: 5}, lost={ID: {"bounced": 1, "failed": 2}}, proposals={ID: ["Thursday"]})
    found = tasks([series(late, offers=(wants,))], known, NOW)
    assert [(task.need, task.about, task.count) for task in found[1:]] == [
        (Need.PROPOSED, "Thursday", 0),
        (Need.LOST, "bounced", 1),
        (Need.LOST, "failed", 2),
        (Need.NO_PRESENTERS, None, 0),
        (Need.CLOSING, wants, 3),
    ]
    assert (found[0].need, found[0].count) == (Need.REQUESTS, 5)
    wants.is_over = True
    assert Need.REQUESTS not in needs(series(offers=(wants,)), requests={ID: 5})


@pytest.mark.parametrize(
    ("state", "differing", "expected"),
    [
        ("closing", {}, [Need.CLOSING]),
        ("closing", {"capacity": None}, [Need.CLOSING]),
        ("closing", {"taken": 10}, []),
        ("closing", {"held": 7}, []),
        ("open", {}, []),
    ],
)
def test_near_deadline_matters_while_few_have_come(state: str, differing: dict[str, Any], expected: list[Need]) -> None:
    assert needs(series(offers=(offer(state, **differing),))) == expected


@pytest.mark.parametrize(
    ("differing", "expected"),
    [
        ({}, [Need.WAITING]),
        ({"taken": 19}, []),
        ({"closes_at": NOW}, []),
        ({"closes_at": None}, [Need.WAITING]),
    ],
)
def test_full_list_matters_while_more_places_would_help(differing: dict[str, Any], expected: list[Need]) -> None:
    tomorrow = NOW + timedelta(days=1)
    full = offer("waitlist", **{"taken": 20, "waiting": 3, "closes_at": tomorrow, **differing})
    assert needs(series(offers=(full,))) == expected


def test_request_is_no_wait_for_more_places() -> None:
    full = offer("waitlist", taken=20, waiting=3, closes_at=None)
    assert needs(series(offers=(full,)), requests={ID: 3}) == [Need.REQUESTS]


def test_most_pressing_comes_first_and_drafts_last() -> None:
    late = session(presenters=0, starts_at=NOW + timedelta(days=9))
    soon = session(join_url=None, starts_at=NOW + timedelta(days=1))
    closing = offer("closing", closes_at=NOW + timedelta(days=2))
    found = needs(series(late, state="draft"), series(soon, offers=(closing,)))
    assert found == [Need.NO_LINK, Need.CLOSING, Need.NO_PRESENTERS, Need.DRAFT]


@pytest.mark.parametrize(
    ("in_days", "gives", "prepared", "expected"),
    [
        (3, True, False, [Need.NO_MATERIALS]),
        (3, True, True, []),
        (3, False, False, []),
        (8, True, False, []),
        (-0.01, True, False, []),
    ],
)
def test_session_soon_lacks_materials_where_its_series_gives_any(
    in_days: float, gives: bool, prepared: bool, expected: list[Need]
) -> None:
    ids = frozenset({ID})
    near = series(session(starts_at=NOW + timedelta(days=in_days)))
    assert needs(near, gives=ids if gives else frozenset(), prepared=ids if prepared else frozenset()) == expected


@pytest.mark.parametrize(("since", "days"), [("now", 14), ("end", 14 + 3)])
def test_recording_needs_captions_two_weeks_after_it_is_shown(since: str, days: int) -> None:
    recording = SimpleNamespace(
        id=ID, since=since, visible_from=None, starts_at=NOW, ends_at=NOW + timedelta(days=3), shared_at=NOW,
        material_title="Tallenne",
    )  # fmt: skip
    [task] = tasks([], Known(recordings=[recording]), NOW)
    assert (task.need, task.about, task.at) == (Need.CAPTIONS, "Tallenne", NOW + timedelta(days=days))
