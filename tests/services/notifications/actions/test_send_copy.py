"""A copy of a mail that is looked at: for one reader, as it stands, and without a way in."""

from datetime import timedelta

from services.notifications.actions.housekeeping import clean_up
from services.notifications.actions.send_copy import send_copy
from services.notifications.messages.preview import Wanted, preview
from services.notifications.messages.secret_links import HIDDEN
from services.notifications.queries.own_words import Words
from services.notifications.rules import kinds
from shared.schema.notifications import Message, MessageContent
from shared.web.viewer import Viewer
from tests.support import itip
from tests.support.deliveries import Office


def test_copy_goes_to_its_reader_alone_and_lets_nobody_in(office: Office) -> None:
    series = office.given.series(office.given.organisation("Sospro Oy"), title="Kierros")
    offering = office.given.offering(series)
    office.register(offering, "anna@example.org")
    office.deliver()
    wanted = Wanted(
        kinds.REGISTRATION_CONFIRMED, series, "sv", words=Words("Hej {{ name }}", "Välkommen"), is_copy=True
    )
    with office.app.test_request_context(), office.own.writing() as db:
        content = preview(db, office.settings, wanted).content
        send_copy(db, Viewer("account:1", name="Otto", email="Otto@example.org"), series, "sv", content)
    [mail] = office.deliver()
    assert (mail.recipient, mail.subject) == ("otto@example.org", "Hej Kaisa Åberg")
    assert "Välkommen" in mail.text
    assert HIDDEN in mail.text
    assert "/own/" not in mail.raw.decode() + mail.text
    assert f'href="{HIDDEN}"' not in mail.raw.decode()
    assert mail.calendar_bytes == b""
    assert itip.check_message(mail.raw) == []
    assert [row.state for row in office.messages()] == ["sent", "sent"]


def test_copy_whose_words_are_gone_is_not_sent(office: Office) -> None:
    series = office.given.series()
    wanted = Wanted(kinds.REGISTRATION_CONFIRMED, series, "en")
    with office.app.test_request_context(), office.own.writing() as db:
        content = preview(db, office.settings, wanted).content
        send_copy(db, Viewer("account:1", email="otto@example.org"), series, "en", content)
    with office.given.database.writing() as db:
        db.execute(MessageContent.__table__.delete())  # type: ignore[attr-defined]
    assert office.deliver() == []
    assert [row.state for row in office.messages()] == ["superseded"]


def test_copy_with_somebodys_name_is_forgotten_after_a_week_and_the_mail_itself_is_not(office: Office) -> None:
    series = office.given.series(office.given.organisation("Sospro Oy"))
    office.register(office.given.offering(series), "anna@example.org")
    office.deliver()
    wanted = Wanted(kinds.REGISTRATION_CONFIRMED, series, "en", words=Words("Hi {{ name }}"), is_copy=True)
    with office.app.test_request_context(), office.own.writing() as db:
        content = preview(db, office.settings, wanted).content
        send_copy(db, Viewer("account:1", email="otto@example.org"), series, "en", content)
    office.deliver()
    [mail] = office.messages(Message.kind == kinds.REGISTRATION_CONFIRMED)
    [copy] = office.messages(Message.kind == kinds.TEMPLATE_COPY)
    office.time.shift(timedelta(days=6))
    clean_up(office.own)
    assert set(office.contents()) == {mail.id, copy.id}
    office.time.shift(timedelta(days=2))
    clean_up(office.own)
    assert set(office.contents()) == {mail.id}
