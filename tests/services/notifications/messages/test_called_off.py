from datetime import timedelta

import pytest

from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.mail_server import Mail

KAISA = "kaisa@example.org"


def called_off(office: Office, weeks: tuple[int, ...], cancelled: int) -> list[Mail]:
    """The mails about so many cancelled sessions, the last ones, of an offering on these weeks."""
    series = office.given.series(title="Kierros", language="en")
    days = [office.given.session(series, NOON + timedelta(days=7 * week), title=f"Week {week}") for week in weeks]
    office.person(KAISA, "en")
    office.register(office.given.offering(series, days), KAISA)
    office.deliver()
    mails = []
    for session in days[-cancelled:]:
        office.time.shift(timedelta(minutes=1))
        office.call_off(session)
        mails += office.deliver()
    return mails


def test_one_cancelled_of_several_says_how_many_stay(office: Office) -> None:
    [mail] = called_off(office, (1, 2, 3), cancelled=1)
    assert mail.subject == "Cancelled: Week 3"
    assert "2 sessions are still ahead, and stay as they are." in mail.text


@pytest.mark.parametrize(
    ("weeks", "subject", "words"),
    [
        ((1, 2), "All of it is cancelled: Kierros", "every session you registered for is cancelled"),
        ((-1, 1), "The rest is cancelled: Kierros", "the last one still ahead"),
        ((1,), "Cancelled: Week 1", "It is all you registered for"),
    ],
)
def test_last_one_cancelled_says_that_nothing_is_left(
    office: Office, weeks: tuple[int, ...], subject: str, words: str
) -> None:
    *_earlier, mail = called_off(office, weeks, cancelled=sum(week > 0 for week in weeks))
    assert mail.subject == subject
    text = " ".join(mail.text.split())
    assert words in text
    assert "You don't need to do anything." in text
    assert "stay as" not in text


def test_change_hangs_under_its_invitation_and_the_confirmation(office: Office) -> None:
    series = office.given.series()
    days = [office.given.session(series, NOON + timedelta(days=7 * week)) for week in (1, 2)]
    office.register(office.given.offering(series, days), KAISA)
    confirmation, *short = office.deliver()
    [first] = (mail for mail in short if mail.subject.startswith("1/2"))
    office.call_off(days[0])
    [mail] = office.deliver()
    assert mail.parsed["In-Reply-To"] == first.parsed["Message-ID"]
    assert mail.parsed["References"].split() == [confirmation.parsed["Message-ID"], first.parsed["Message-ID"]]
