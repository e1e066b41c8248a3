from services.notifications.calendar.invitation import cancel
from services.notifications.calendar.summary import summarise
from tests.services.notifications.calendar.samples import AINO, NOW, ORGANIZER, SESSION, invite, session


def test_summary_says_what_the_invitation_does() -> None:
    said = summarise(invite())
    assert (said.method, said.uid, said.sequence, said.summary) == ("REQUEST", SESSION.uid, 0, SESSION.summary)
    assert (said.starts_at, said.ends_at, said.zone) == (SESSION.starts_at, SESSION.ends_at, "Europe/Helsinki")
    assert said.attendees == [AINO.email]
    assert said.location == SESSION.join_url


def test_summary_of_a_withdrawal_says_so() -> None:
    said = summarise(cancel(session(sequence=4), ORGANIZER, AINO, NOW))
    assert (said.method, said.sequence, said.status) == ("CANCEL", 4, "CANCELLED")


def test_summary_of_times_in_utc_names_utc() -> None:
    assert summarise(invite(session(timezone="UTC"))).zone == "UTC"
