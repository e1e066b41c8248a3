"""What a mail server sees of the limits for each domain: how many mails come at once, and that none is lost by them."""

from contextlib import closing

import pytest

from services.notifications.actions.send_due import Sender
from services.notifications.app import create_app
from services.notifications.transports.chosen import chosen_transport
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.support.confirmations import queue_confirmations
from tests.support.database import OpenDatabase
from tests.support.factories import Given
from tests.support.moody_server import moody_server

PEOPLE = 28


@pytest.mark.parametrize(("limit", "at_once"), [(1, {1}), (0, {2, 3, 4})])
def test_no_more_mails_than_allowed_are_under_way_to_one_domain(
    given: Given, settings: Settings, database: OpenDatabase, limit: int, at_once: set[int]
) -> None:
    own = database("notifications")
    queue_confirmations(given, own, settings, PEOPLE, gone=False, domains=1)
    with moody_server(("slow",), seed=1) as server:
        limited = settings.model_copy(
            update={"mail_url": f"smtp://127.0.0.1:{server.port}", "mail_connections_per_domain": limit}
        )
        app = create_app(limited)
        with closing(app.extensions[EXTENSION].database), app.app_context():
            assert Sender(own, limited, chosen_transport(limited)).run() == PEOPLE
    assert set(server.taken.values()) == {1}
    assert max(server.most_at_once.values()) in at_once
