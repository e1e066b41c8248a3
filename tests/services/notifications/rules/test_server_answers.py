import pytest

from services.notifications.rules.server_answers import Meaning, means


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("550 5.1.1 <kaisa@example.org>: User unknown", Meaning.NO_SUCH_ADDRESS),
        ("5.1.10 recipient not found", Meaning.NO_SUCH_ADDRESS),
        ("553 5.1.8 sender's domain does not resolve", Meaning.REFUSED),
        ("535 5.7.8 authentication failed", Meaning.OURS),
        ("530 5.7.0 STARTTLS first", Meaning.OURS),
        ("554 5.6.0 malformed", Meaning.OURS),
        ("550 No such user here", Meaning.REFUSED),
        ("552 5.2.2 over quota", Meaning.MAILBOX_FULL),
        ("452 too many mails", Meaning.MAILBOX_FULL),
        ("550 5.2.1 disabled", Meaning.MAILBOX_CLOSED),
        ("552 5.3.4 message too big", Meaning.TOO_LARGE),
        ("554 5.7.1 blocked", Meaning.NOT_WANTED),
        ("450 4.4.1 no answer from host", Meaning.NOT_REACHED),
        ("4.2.1 busy", Meaning.LATER),
        ("450 4.7.1 greylisted", Meaning.LATER),
        ("451 4.3.0 try later", Meaning.LATER),
        ("421 shutting down", Meaning.LATER),
        ("554 no", Meaning.REFUSED),
        ("5.0.0 undefined", Meaning.REFUSED),
        ("gave up", None),
        ("", None),
    ],
)
def test_answers_of_servers_mean_something_to_people(answer: str, meaning: Meaning | None) -> None:
    assert means(answer) == meaning
