"""What presenters read of whom to ask."""

from datetime import timedelta

from shared.schema.handovers import SeriesResponsible
from tests.support.deliveries import Office
from tests.support.factories import NOON


def test_presenters_are_told_whom_to_ask_and_answer_to_us(office: Office) -> None:
    organiser = office.given.organisation("TAMK")
    series = office.given.series(organiser)
    session = office.given.session(series)
    account = office.given.account("olga@example.org", name="Olga Organiser")
    office.given.row_without_id(SeriesResponsible, series_id=series, account_id=account)
    office.add_presenter(session, "former@example.org")
    [mail] = office.deliver()
    assert "olga@example.org" not in mail.text
    office.given.member(account, organiser)
    office.add_presenter(session, "aino@example.org")
    [mail] = office.deliver()
    assert "Olga Organiser, olga@example.org" in mail.text
    assert "olga@example.org" not in str(mail.parsed["Reply-To"])
    office.move(session, NOON + timedelta(days=8))
    moved = office.deliver()
    office.call_off(session)
    told = [(mail.recipient, "Olga Organiser, olga@example.org" in mail.text) for mail in moved + office.deliver()]
    assert sorted(told) == [("aino@example.org", True)] * 2 + [("former@example.org", True)] * 2
