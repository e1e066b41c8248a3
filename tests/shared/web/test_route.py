"""Which stop is past, next, coming or cancelled, and where the flags stand."""

from datetime import UTC, datetime, timedelta

from shared.web.route import Flag, Stop, mark

NOW = datetime(2021, 6, 2, 11, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def stop(title: str, hours: int, *, cancelled: bool = False) -> Stop:
    return Stop(title=title, starts_at=NOW + hours * HOUR, ends_at=NOW + (hours + 2) * HOUR, cancelled=cancelled)


def states(*stops: Stop) -> list[tuple[str, str]]:
    return [(point.stop.title, point.state) for point in mark(stops, NOW) if point.stop]


def test_mark_orders_and_numbers_the_stops() -> None:
    points = mark([stop("b", 5), stop("a", -5), stop("c", 9)], NOW)
    assert [(p.stop.title if p.stop else "", p.number, p.total, p.state) for p in points] == [
        ("a", 1, 3, "past"),
        ("b", 2, 3, "next"),
        ("c", 3, 3, "future"),
    ]


def test_mark_skips_a_cancelled_stop_when_it_looks_for_the_next() -> None:
    assert states(stop("a", 1, cancelled=True), stop("b", 5)) == [("a", "cancelled"), ("b", "next")]


def test_mark_keeps_a_past_cancelled_stop_cancelled() -> None:
    assert states(stop("a", -9, cancelled=True)) == [("a", "cancelled")]


def test_mark_says_what_goes_on_now() -> None:
    assert states(stop("a", -1), stop("b", 3)) == [("a", "now"), ("b", "future")]


def test_mark_ends_a_stop_at_its_end() -> None:
    assert states(stop("a", -2), stop("b", 0)) == [("a", "past"), ("b", "now")]


def test_mark_takes_a_stop_without_end_as_past_once_begun() -> None:
    assert states(Stop("a", NOW - HOUR), Stop("b", NOW + HOUR)) == [("a", "past"), ("b", "next")]


def test_mark_puts_flags_between_stops_and_before_one_of_the_same_instant() -> None:
    flags = [Flag("gone", NOW - HOUR), Flag("coming", NOW + 5 * HOUR)]
    points = mark([stop("a", -5), stop("b", 5)], NOW, flags)
    assert [(p.stop or p.flag).title for p in points if p.stop or p.flag] == ["a", "gone", "coming", "b"]  # type: ignore[union-attr]
    assert [p.state for p in points if p.flag] == ["past", "future"]
    assert [p.number for p in points] == [1, 0, 0, 2]


def test_mark_gives_an_empty_route_no_points() -> None:
    assert mark([], NOW) == []
