"""Who wants what, asked of columns and of values alike."""

from sqlalchemy import insert, select, true

from services.notifications.queries.unsubscribed import DIGEST, series_scope, wants, wants_digest
from shared.schema.catalogue import Series
from shared.schema.mail_choices import Unsubscription
from shared.schema.registration import Person
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given


def test_wants_leaves_out_who_unsubscribed_from_that_series_alone(given: Given, database: OpenDatabase) -> None:
    one, other = given.series(), given.series()
    for email in ("kaisa@example.org", "matti@example.org"):
        given.row(Person, email_key=email, email=email, name="", language="fi", created_at=NOON)
    own = database("notifications")
    with own.writing() as db:
        for scope in (series_scope(one), DIGEST):
            db.execute(insert(Unsubscription).values(email="kaisa@example.org", scope=scope, since=NOON))
    with own.reading() as db:
        by_column = select(Person.email_key, Series.id).join(Series, true()).where(wants(Person.email_key, Series.id))
        assert {tuple(row) for row in db.execute(by_column)} == {
            ("kaisa@example.org", other),
            ("matti@example.org", one),
            ("matti@example.org", other),
        }
        by_value = [db.scalar(select(wants("kaisa@example.org", series))) for series in (one, other)]
        assert by_value == [False, True]
        assert db.scalars(select(Person.email_key).where(wants_digest(Person.email_key))).all() == ["matti@example.org"]
