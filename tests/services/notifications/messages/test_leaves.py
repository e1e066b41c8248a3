"""The leaf of a mail says cancelled when the session is, and not when only its reader doesn't come."""

import pytest

from tests.services.notifications.messages.test_write import html_of, on_sqlite
from tests.services.notifications.messages.walk import mails_of_every_kind
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.mail_server import Mail

ASIDE = {"fi": "Et osallistu", "sv": "Du deltar inte", "en": "You are not taking part"}
OFF_STAGE = {"fi": "Et ole esittäjänä", "sv": "Du föreläser inte", "en": "You are not presenting"}
CANCELLED = {"fi": "Peruttu", "sv": "Inställd", "en": "Cancelled"}


def said_in(mail: Mail) -> list[str]:
    """The lines of the plain half."""
    return [line.strip() for line in mail.text.splitlines()]


@on_sqlite
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_session_that_is_held_is_not_called_cancelled(office: Office, language: str) -> None:
    mails = mails_of_every_kind(office, language)
    for kind, aside in (("session-withdrawn", ASIDE), ("presenter-removed", OFF_STAGE)):
        mail = mails[kind]
        assert aside[language] in said_in(mail)
        assert CANCELLED[language] not in said_in(mail)
        page = html_of(mail)
        assert aside[language] in page.get_text()
        assert page.select(".gone, .leaf-gone, .wrong") == []
    called_off = mails["session-cancelled"]
    assert CANCELLED[language] in said_in(called_off)
    assert html_of(called_off).select(".leaf-gone .gone")


@on_sqlite
def test_a_cancelled_registration_leaves_the_only_session_standing(office: Office) -> None:
    given = office.given
    series = given.series(given.organisation("TAMK"), language="en")
    [anna] = office.register(given.offering(series, [given.session(series, NOON)]), "anna@example.org")
    office.deliver()
    office.cancel(anna)
    [mail] = office.deliver()
    assert ASIDE["en"] in said_in(mail)
    assert CANCELLED["en"] not in said_in(mail)
    assert html_of(mail).select(".gone, .leaf-gone, .wrong") == []
