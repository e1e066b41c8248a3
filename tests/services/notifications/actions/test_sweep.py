"""From journal lines to messages: each line once, in whatever order lines appear, a bad one by itself."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import event, insert, select, update

from services.notifications.actions import sweep as sweeping
from services.notifications.actions.housekeeping import clean_up
from services.notifications.actions.sweep import sweep
from services.notifications.queries.journal_lines import given_up, mark, unhandled
from services.notifications.rules import kinds
from services.notifications.rules.retries import LINE_TRIES
from shared import clock
from shared.schema.journal import JournalLine
from shared.schema.notifications import JournalHandled, JournalProblem, Message
from tests.support.deliveries import Office

#: no service writes a detail that is no mapping
BAD: tuple[str, dict[str, Any]] = ("presenter.replied", {"detail": ["declined"]})


def test_sweep_handles_each_line_once(office: Office) -> None:
    offering = office.given.offering(office.given.series())
    office.register(offering, "kaisa@example.org")
    assert sweep(office.own, office.settings) == 1
    assert sweep(office.own, office.settings) == 0
    assert [row.kind for row in office.messages()] == [kinds.REGISTRATION_CONFIRMED]


def test_sweep_finds_a_line_that_appears_below_handled_ones(office: Office) -> None:
    session = office.given.session(office.given.series())
    office.line("series.changed", id=1000)
    sweep(office.own, office.settings)
    office.given.presenter(session, "late@example.org")
    office.line("presenter.added", id=7, session_id=session)
    assert sweep(office.own, office.settings) == 1
    assert [row.recipient_email for row in office.messages()] == ["late@example.org"]


def test_mark_stops_below_a_line_that_may_still_appear(office: Office) -> None:
    for number in (1, 2, 3):
        office.line("series.changed", id=number)
    sweep(office.own, office.settings)
    clean_up(office.own)
    with office.own.reading() as db:
        assert mark(db) == 0
    office.time.shift(timedelta(hours=2))
    office.line("series.changed", id=5)
    sweep(office.own, office.settings)
    clean_up(office.own)
    with office.own.reading() as db:
        assert mark(db) == 4
    clean_up(office.own)
    with office.own.reading() as db:
        assert db.scalars(select(JournalHandled.journal_id)).all() == [5]


def test_mark_waits_for_a_line_that_failed(office: Office) -> None:
    office.line(BAD[0], **BAD[1], id=1)
    office.line("series.changed", id=2)
    sweep(office.own, office.settings)
    office.time.shift(timedelta(hours=2))
    clean_up(office.own)
    with office.own.reading() as db:
        assert mark(db) == 0


def test_bad_line_holds_back_no_other(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    bad = office.line(BAD[0], **BAD[1], request_id="asked-in-vain")
    session = office.given.session(office.given.series())
    office.add_presenter(session, "good@example.org")
    sweep(office.own, office.settings)
    assert [row.recipient_email for row in office.messages()] == ["good@example.org"]
    said = capsys.readouterr().out
    assert "journal_line_failed" in said
    assert f"journal_id={bad}" in said
    assert "request_id=asked-in-vain" in said


def test_bad_line_is_tried_again_and_then_given_up_where_it_can_be_seen(office: Office) -> None:
    bad = office.line(BAD[0], **BAD[1])
    tries = 0
    for _round in range(LINE_TRIES + 2):
        tries += sweep(office.own, office.settings)
        assert sweep(office.own, office.settings) == 0
        office.time.shift(timedelta(days=1))
    assert tries == LINE_TRIES
    with office.own.reading() as db:
        assert [tuple(row) for row in given_up(db)] == [(BAD[0], 1)]
        [parked] = db.execute(select(JournalProblem.__table__)).all()
    assert (parked.journal_id, parked.tries) == (bad, LINE_TRIES)
    assert "Error" in parked.problem


def test_line_that_failed_once_is_handled_when_its_trouble_is_over(office: Office) -> None:
    office.line(BAD[0], **BAD[1])
    assert sweep(office.own, office.settings) == 1
    with office.given.database.writing() as db:
        db.execute(update(JournalLine).values(detail={}))
    assert sweep(office.own, office.settings) == 0
    office.time.shift(timedelta(minutes=2))
    assert sweep(office.own, office.settings) == 1
    with office.own.reading() as db:
        assert db.scalars(select(JournalProblem.journal_id)).all() == []


def test_two_sweeps_at_once_make_each_message_once(office: Office) -> None:
    offering = office.given.offering(office.given.series())
    for number in range(30):
        office.register(offering, f"person{number}@example.org")
    barrier, done = Barrier(2), list[int]()

    def run() -> None:
        barrier.wait()
        done.append(sweep(office.own, office.settings))

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == 30
    assert len(office.messages()) == 30


def test_ten_thousand_participants_are_one_statement_per_kind(office: Office) -> None:
    series = office.given.series()
    session = office.given.session(series)
    offering = office.given.offering(series, [session])
    registrations = office.register(offering, *[f"p{number}@example.org" for number in range(40)])
    sweep(office.own, office.settings)
    statements: list[str] = []
    event.listen(office.own.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    office.call_off(session)
    with office.own.writing() as db:
        db.execute(update(Message).values(state="sent", attempts=1))
    statements.clear()
    sweep(office.own, office.settings)
    inserted = [statement for statement in statements if statement.startswith("INSERT INTO messages")]
    assert len(registrations) == len(office.messages(Message.kind == kinds.SESSION_CANCELLED)) == 40
    assert len(inserted) <= 6
    assert all("SELECT" in statement for statement in inserted)


def test_sweep_with_nothing_to_do_takes_no_turn_to_write(office: Office) -> None:
    office.line("series.changed")
    sweep(office.own, office.settings)
    commits: list[object] = []
    event.listen(office.own.engine, "commit", commits.append)
    assert sweep(office.own, office.settings) == 0
    assert commits == []


def test_long_sweep_lets_other_writers_in_between(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(sweeping, "LINES_IN_GROUP", 2)
    series = office.given.series()
    for offering in (office.given.offering(series), office.given.offering(series)):
        for number in range(3):
            office.register(offering, f"p{number}@example.org")
    commits: list[object] = []
    event.listen(office.own.engine, "commit", commits.append)
    assert sweep(office.own, office.settings) == 6
    assert len(commits) == 4
    assert len(office.messages()) == 6


def test_what_comes_between_two_turns_is_handled_in_the_order_of_its_haste(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place that is given up while sessions wait for their turn: its own mail clears the calendar."""
    monkeypatch.setattr(sweeping, "TURN_SECONDS", 0.0)
    series = office.given.series()
    session = office.given.session(series)
    [registration] = office.register(office.given.offering(series, [session]), "kaisa@example.org")
    office.line("session.added", series_id=series, session_id=session)
    commits: list[object] = []

    def give_up(_connection: object) -> None:
        commits.append(None)
        if len(commits) == 1:
            # beside it, as somebody's own request is, and over before the next turn
            other = Thread(target=office.cancel, args=[registration])
            other.start()
            meanwhile.append(other)

    meanwhile: list[Thread] = []

    def look_once_it_is_over(*about: Any) -> Any:
        for other in meanwhile:
            other.join()
        return unhandled(*about)

    event.listen(office.own.engine, "commit", give_up)
    monkeypatch.setattr(sweeping, "unhandled", look_once_it_is_over)
    assert sweep(office.own, office.settings) == 3
    cleared = office.messages(Message.kind != kinds.REGISTRATION_CONFIRMED)
    assert [row.kind for row in cleared] == [kinds.REGISTRATION_CANCELLED]


def test_demo_lines_reach_no_real_mail_server(office: Office) -> None:
    session = office.given.session(office.given.series())
    office.given.presenter(session)
    office.line("session.added", actor="demo", session_id=session)
    real = office.settings.model_copy(update={"mail_url": "smtp://mail.example.org"})
    assert sweep(office.own, real) == 1
    assert office.messages() == []


def test_line_without_meaning_for_mail_makes_none(office: Office) -> None:
    with office.given.database.writing() as db:
        db.execute(insert(JournalLine).values(at=clock.now(), kind="something.new", actor="system", detail={}))
    assert sweep(office.own, office.settings) == 1
    assert office.messages() == []


def test_request_that_lines_come_from_is_named_once_they_are_handled(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    for request in ("asked-first", "asked-second", None):
        office.line("series.changed", request_id=request)
    sweep(office.own, office.settings)
    [told] = [line for line in capsys.readouterr().out.splitlines() if "journal_lines_handled" in line]
    assert "journal_lines=3" in told
    assert "['asked-first', 'asked-second']" in told
