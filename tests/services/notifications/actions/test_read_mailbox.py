"""The mailbox, on a real IMAP server: taken in once, marked only after that, and nothing blocks the rest."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from services.notifications.actions.read_mailbox import MailboxReader
from services.notifications.transports.imap import MailboxTrouble, address_of, opened
from shared.web.current import Service, make
from tests.services.notifications.actions.came import answer, kept
from tests.services.notifications.incoming.returned import letter
from tests.support.deliveries import Office
from tests.support.imap_server import PASSWORD, ImapServer, imap_server

pytestmark = pytest.mark.takes_turns

SEEN, FLAGGED = b"\\Seen", b"\\Flagged"
NOWHERE = "http://127.0.0.1:9"
#: what a mailbox does has nothing to do with the database
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    """One for all."""
    with imap_server() as listening:
        yield listening


@pytest.fixture
def post_box(server: ImapServer) -> ImapServer:
    """An empty mailbox."""
    server.clear()
    return server


@pytest.fixture
def service(office: Office) -> Iterator[Service]:
    """The service as the clock has it; the catalogue is away."""
    made = make("notifications", office.settings.model_copy(update={"catalogue_internal_url": NOWHERE}))
    with closing(made.database):
        yield made


@on_sqlite
def test_unseen_mail_is_taken_in_once_whoever_reads(office: Office, service: Service, post_box: ImapServer) -> None:
    post_box.put(letter("Yksi"), letter("Kaksi"))
    first, second = (MailboxReader(service, address_of(post_box.url)) for _ in range(2))
    assert first.run() == 2
    assert [row.text for row in kept(office)] == ["Yksi", "Kaksi"]
    assert post_box.flags() == [{SEEN}, {SEEN}]
    assert second.run() == 0
    # a reader that ended before it could mark them
    with post_box.client() as client:
        client.remove_flags(client.search("ALL"), [SEEN])
    assert second.run() == 2
    assert len(kept(office)) == 2


@on_sqlite
def test_mail_waits_unseen_while_the_catalogue_is_away(
    office: Office, service: Service, post_box: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.http_clients.service_client.FIRST_PAUSE_SECONDS", 0.0)
    session = office.given.session(office.given.series())
    office.add_presenter(session, "aino@example.org")
    office.deliver()
    post_box.put(letter("Yksi"), answer(session, "aino@example.org", "DECLINED"), letter("Kaksi"))
    reader = MailboxReader(service, address_of(post_box.url))
    assert [reader.run() for _ in range(5)] == [1, 0, 0, 0, 0]
    assert post_box.flags() == [{SEEN}, set(), set()]
    assert len(kept(office)) == 1


@on_sqlite
def test_mail_that_cannot_be_taken_in_is_set_aside_after_three_tries(
    office: Office, service: Service, post_box: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_all: object) -> None:
        raise LookupError("no such thing")

    post_box.put(letter("Huono"))
    reader = MailboxReader(service, address_of(post_box.url))
    with monkeypatch.context() as broken:
        broken.setattr("services.notifications.actions.inbound.kind_of", fail)
        broken.setattr("services.notifications.actions.inbound.BROKEN", ())
        assert reader.run() == 0
        post_box.put(letter("Toinen"))
        assert [reader.run() for _ in range(2)] == [0, 0]
    assert post_box.flags() == [{SEEN, FLAGGED}, set()]
    assert reader.run() == 1
    assert [row.text for row in kept(office)] == ["Toinen"]


@on_sqlite
def test_mailbox_that_cannot_be_opened_is_told_without_its_password(
    office: Office, service: Service, post_box: ImapServer, capsys: pytest.CaptureFixture[str]
) -> None:
    good = address_of(post_box.url)
    wrong = (replace(good, password="wr0ng-s3cret"), replace(good, port=9), replace(good, folder="Nowhere"))
    for address in wrong:
        assert MailboxReader(service, address).run() == 0
    said = capsys.readouterr().out
    assert said.count("mailbox_not_read") == 3
    assert "refuses the user name or the password" in said
    assert not any(secret in said for secret in ("wr0ng-s3cret", PASSWORD, "Traceback"))
    assert PASSWORD not in repr(good)


def test_password_crosses_no_network_in_the_clear(post_box: ImapServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.notifications.transports.imap._ON_THIS_MACHINE", ())
    with pytest.raises(MailboxTrouble, match="no encryption"), opened(address_of(post_box.url)):
        pass


def test_large_mail_is_read_as_far_as_it_is_looked_at(post_box: ImapServer) -> None:
    post_box.put(letter("a" * 3_000_000))
    with opened(address_of(post_box.url)) as mailbox:
        [uid] = mailbox.unseen()
        raw = mailbox.read(uid)
        assert raw is not None
        assert len(raw) == 1_100_000
        assert mailbox.unseen() == [uid]
        assert mailbox.read(uid + 1) is None


@pytest.mark.parametrize(
    ("url", "host", "port", "folder", "is_tls"),
    [
        ("imaps://a:b@mail.example.org", "mail.example.org", 993, "INBOX", True),
        ("imaps://a:b@mail.example.org:1993/Kierros/In", "mail.example.org", 1993, "Kierros/In", True),
        ("imap://a:b@localhost/", "localhost", 143, "INBOX", False),
    ],
)
def test_address_says_where_the_mailbox_is(url: str, host: str, port: int, folder: str, is_tls: bool) -> None:
    found = address_of(url)
    assert (found.host, found.port, found.folder, found.is_tls) == (host, port, folder, is_tls)
    assert (found.user, found.password, found.needs_starttls) == ("a", "b", host != "localhost" and not is_tls)


@pytest.mark.parametrize("url", ["imaps://mail.example.org", "imaps://a:b@/x"])
def test_address_without_a_host_or_a_user_is_none(url: str) -> None:
    with pytest.raises(ValueError, match="no host or no user"):
        address_of(url)
