from datetime import timedelta
from uuid import UUID

import pytest

from services.notifications.actions.propose import Wish, propose
from shared.errors import Conflict, NotThere
from shared.schema.catalogue import Session
from tests.services.notifications.actions.came import kept
from tests.services.notifications.actions.test_proposals import LINES, session
from tests.services.notifications.actions.test_proposals import propose as propose_by_mail
from tests.support.deliveries import Office
from tests.support.factories import NOON

__all__ = ["session"]
WISH = Wish(NOON + timedelta(days=9), NOON + timedelta(days=9, hours=1), "Mieluummin silloin")


@pytest.fixture
def presenter(office: Office, session: UUID) -> UUID:
    """Bo, who presents beside Aino and has been invited."""
    found = office.add_presenter(session, "bo@example.org")
    office.deliver()
    return found


def test_proposals_by_mail_and_by_page_go_one_way(office: Office, session: UUID, presenter: UUID) -> None:
    propose_by_mail(office, session, LINES)
    assert propose(office.own, presenter, WISH)
    assert not propose(office.own, presenter, WISH)
    assert [(row.kind, row.proposal, row.sender) for row in kept(office)] == [
        ("counter", "open", "aino@example.org"),
        ("counter", "open", "bo@example.org"),
    ]
    by_mail, by_page = sorted(office.deliver(), key=lambda mail: str(mail.parsed["Reply-To"]))
    assert by_page.parsed["Reply-To"] == "bo@example.org"
    assert "Mieluummin silloin" in by_page.text
    assert f"/workspace/sessions/{session}/edit?starts_at=2027-01-20" in by_page.text
    assert by_mail.subject.replace("Aino", "") == by_page.subject.replace("Aino", "")


@pytest.mark.parametrize("change", [{"state": "cancelled"}, {"starts_at": NOON - timedelta(hours=1), "ends_at": NOON}])
def test_what_is_over_or_called_off_takes_no_proposal(
    office: Office,
    session: UUID,
    presenter: UUID,
    change: dict[str, object],
) -> None:
    office.change(Session, session, **change)
    with office.app.test_request_context(), pytest.raises(Conflict):
        propose(office.own, presenter, WISH)


def test_who_was_taken_off_proposes_nothing(office: Office, session: UUID, presenter: UUID) -> None:
    office.remove_presenter(session, presenter)
    with office.app.test_request_context(), pytest.raises(NotThere):
        propose(office.own, presenter, WISH)
    assert kept(office) == []
