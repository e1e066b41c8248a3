"""What a series' copy takes along of reminders and own words, once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import insert, select

from services.notifications.actions.handle_lines import handle
from services.notifications.app import create_app
from shared.database import Database
from shared.schema.journal import JournalLine
from shared.schema.mail_templates import MailTemplate
from shared.schema.reminders import ReminderRule
from shared.settings import Settings
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given

Copied = Callable[[dict[str, Any]], None]
WORDS = {"kind": "registration-confirmed", "language": "fi", "actor": "account:x", "created_at": NOON}


@pytest.fixture
def own(database: OpenDatabase) -> Database:
    return database("notifications")


@pytest.fixture
def series(given: Given) -> tuple[UUID, UUID]:
    """A series with a rule for all, one for an offering that came along and one for another; and its copy."""
    old, new = given.series(), given.series(state="draft", published_at=None)
    rule = {"series_id": old, "anchor": "session-start", "says": "coming"}
    given.row(ReminderRule, offset_minutes=-60, **rule)
    for number in (1, 2):
        version = {"version": number, "subject": f"Aihe {number}", "text": f"Teksti {number}"}
        given.row(MailTemplate, series_id=old, **version, **WORDS)
    return old, new


@pytest.fixture
def copied(app_of_mails: Flask, own: Database, given: Given, series: tuple[UUID, UUID]) -> Copied:
    """Handles the copy's line with a detail."""

    def tell(detail: dict[str, Any]) -> None:
        old, new = series
        line = {"kind": "series.copied", "actor": "account:x", "at": NOON, "series_id": new}
        with given.database.writing() as db:
            db.execute(insert(JournalLine).values(**line, detail={"from": str(old), **detail}))
        with own.reading() as db:
            newest = db.execute(select(JournalLine.__table__).order_by(JournalLine.id.desc()).limit(1)).all()
        with app_of_mails.test_request_context(), own.writing() as db:
            handle(db, newest, "fi")

    return tell


@pytest.fixture
def app_of_mails(settings: Settings) -> Flask:
    return create_app(settings)


def kept(own: Database, series_id: UUID) -> tuple[list[Any], list[Any]]:
    """Its rules' offerings and times, and its words with their version."""
    with own.reading() as db:
        rules = db.execute(
            select(ReminderRule.offering_id, ReminderRule.offset_minutes)
            .where(ReminderRule.series_id == series_id)
            .order_by(ReminderRule.offset_minutes)
        ).all()
        words = db.execute(
            select(MailTemplate.version, MailTemplate.subject).where(MailTemplate.series_id == series_id)
        ).all()
    return [tuple(one) for one in rules], [tuple(one) for one in words]


def test_rules_and_words_in_use_come_along_once(
    own: Database, given: Given, series: tuple[UUID, UUID], copied: Copied
) -> None:
    old, new = series
    came, stayed, copy = given.offering(old), given.offering(old), given.offering(new)
    for minutes, offering in ((-50, came), (-40, stayed)):
        closing = {"anchor": "offering-close", "says": "closing", "offset_minutes": minutes}
        given.row(ReminderRule, series_id=old, offering_id=offering, **closing)
    for _time in range(2):
        copied({"mails": {str(came): str(copy)}})
    assert kept(own, new) == ([(None, -60), (copy, -50)], [(1, "Aihe 2")])


def test_what_stands_in_the_copy_already_stays(
    own: Database, given: Given, series: tuple[UUID, UUID], copied: Copied
) -> None:
    new = series[1]
    given.row(ReminderRule, series_id=new, anchor="session-start", says="coming", offset_minutes=-5)
    given.row(MailTemplate, series_id=new, version=1, subject="Uusi", text="Uusi", **WORDS)
    copied({"mails": {}})
    assert kept(own, new) == ([(None, -5)], [(1, "Uusi")])


def test_copy_that_was_to_come_alone_takes_nothing(own: Database, series: tuple[UUID, UUID], copied: Copied) -> None:
    copied({"weeks": 52})
    assert kept(own, series[1]) == ([], [])
