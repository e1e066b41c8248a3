import pytest

from services.notifications.rules.came_back import becomes, is_dead


@pytest.mark.parametrize(
    ("status", "diagnostic", "dead"),
    [
        ("5.1.1", "", True),
        ("5.1.2", "", True),
        ("5.1.10", "", True),
        ("5.2.1", "", True),
        ("", "550 5.1.1 No such user here", True),
        ("5.0.0", "550-5.1.1 The email account that you tried to reach does not exist", True),
        ("5.0.0", "550 no such user", False),
        ("5.2.2", "552 5.2.2 mailbox full", False),
        ("5.7.1", "550 5.7.1 looks like 5.1.1 spam", False),
        ("4.1.1", "", False),
        ("5.1.7", "", False),
        ("5.1.8", "", False),
        ("5.1.0", "", False),
        ("", "address 192.5.1.1 refused", False),
        ("", "", False),
    ],
)
def test_only_an_address_that_is_gone_is_dead(status: str, diagnostic: str, dead: bool) -> None:
    assert is_dead(status, diagnostic) is dead


@pytest.mark.parametrize(
    ("action", "status", "fate"),
    [
        ("Failed", "5.1.1", "failed"),
        ("failed", "4.4.7", "failed"),
        ("delayed", "4.4.1", "delayed"),
        ("relayed", "2.0.0", "reached"),
        ("", "4.2.0", "delayed"),
        ("", "5.1.1", "failed"),
        ("", "2.0.0", "reached"),
        ("nonsense", "", "failed"),
    ],
)
def test_what_became_of_a_mail_goes_by_the_action_then_by_the_code(action: str, status: str, fate: str) -> None:
    assert becomes(action, status, "") == fate
