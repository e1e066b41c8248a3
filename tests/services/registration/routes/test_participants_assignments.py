"""Preliminary assignments on the own page, and ticked by organisers."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shared.database import Database
from shared.schema.assignments import AssignmentDone
from shared.schema.catalogue import Session
from shared.schema.registration import SessionWithdrawal
from shared.secrets import OWN_PAGE, Secrets
from tests.services.registration.acts import Acts
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.database import SECRET_KEY
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")
DAY = timedelta(days=1)


def test_own_page_says_what_to_do_by_when_and_organisers_tick_it(
    client: FlaskClient, given: Given, registration: Database
) -> None:
    organisation = given.organisation()
    series = given.series(organisation, language="en")
    sessions = [given.session(series, NOON + days * DAY) for days in (14, 21)]
    acts = Acts(registration, given.offering(series, sessions))
    acts.register("anna", "berta")
    ids = acts.standing()
    first = given.assignment(series, sessions[0], title="Read", instructions="**All** of it")
    given.assignment(series, sessions[1], title="Write")
    given.assignment(
        series, sessions[0], title="Not theirs", offering_id=given.offering(series, sessions, name="Other")
    )
    own = f"/own/{Secrets(SECRET_KEY).token(OWN_PAGE, ids['anna'])}"
    visitor = Visitor(client)
    page = visitor.open(own).text
    assert "Read Due by Monday 18 January 2027, end of day" in page
    assert "All of it" in page
    assert "Not theirs" not in page

    sign_in(client, given.account("olga@example.org", is_administrator=True))
    ticking = f"/participants/{acts.offering_id}/assignments"
    pairs = {name: f"{ids[name]}:{first}" for name in ("anna", "berta")}
    assert "Preliminary assignments" in visitor.open(f"/participants/{acts.offering_id}").text
    visitor.open(ticking)
    stale = client.get(ticking).text
    assert "Saved." in str(visitor.send(done=pairs["anna"]).soup)
    # who opened the page before sends no tick for Anna, and takes nothing back by that
    assert "checked" not in stale
    client.post(ticking, data={"done": [pairs["berta"], f"{ids['anna']}:{acts.offering_id}", "nonsense"]})
    assert done(given) == sorted([ids["anna"], ids["berta"]])
    client.post(ticking, data={"was": [pairs["berta"]], "done": []})
    assert done(given) == [ids["anna"]]
    assert "Read Done" in visitor.open(own).text

    given.row_without_id(SessionWithdrawal, registration_id=ids["anna"], session_id=sessions[1], created_at=NOON)
    assert "Write" not in visitor.open(own).text
    with given.database.writing() as db:
        db.execute(update(Session).where(Session.id == sessions[0]).values(state="cancelled"))
    assert "To do beforehand" not in visitor.open(own).text


def done(given: Given) -> list[UUID]:
    with given.database.reading() as db:
        return sorted(db.scalars(select(AssignmentDone.registration_id)))
