"""A catalogue of many series: four sessions each, offerings, presenters, and words that are found."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from services.catalogue.actions.search_documents import keep_documents
from shared import clock
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.catalogue import Offering, OfferingSession, Presenter, Series, Session
from shared.schema.organisations import Organisation

EACH = 4
#: series that the organiser who is measured runs; all others belong to somebody else
OWN_SERIES = 20
#: of all but a few
REGION, OTHER_REGION = "Lappi", "Kainuu"
#: a word of every series, one of a single series, and one of a single session
COMMON, RARE, RARE_OF_SESSION = "hyvinvointi", "sepelkyyhky", "kirjosieppo"


def fill(url: str, own: UUID, sessions: int) -> None:
    """Published series with so many sessions in all, none of them over: the fewest there are fill a page too."""
    database = Database(url, "catalogue")
    with database.writing() as db:
        others = new_id()
        db.execute(insert(Organisation).values(id=others, name="Somebody Else Ltd", created_at=clock.now()))
        for number in range(sessions // EACH):
            _series(db, number, own if number < OWN_SERIES else others)
    database.close()


def fill_month(url: str, own: UUID, sessions: int) -> None:
    """So many sessions of one organiser in the four weeks that begin in three days."""
    database = Database(url, "catalogue")
    with database.writing() as db:
        for number in range(sessions // EACH):
            _series(db, -1 - number, own, clock.now() + timedelta(days=3, hours=number % 7))
    database.close()


def _series(db: Any, number: int, organiser: UUID, begins: datetime | None = None) -> None:
    now = clock.now().replace(microsecond=0)
    series, offering = new_id(), new_id()
    times = {"created_at": now, "changed_at": now}
    begins = begins or now + timedelta(days=(number % 90) - 20, hours=number % 7)
    row = {
        "id": series,
        "slug": f"series-{number}",
        "title": f"Kierros {number}: {RARE if not number else 'arjen keinot'}",
        "summary": f"Webinaareja, joissa {COMMON} ja työssä jaksaminen tulevat tutuiksi.",
        "kind": "tour",
        "state": "published",
        "language": "fi",
        "timezone": "Europe/Helsinki",
        "organiser_id": organiser,
        "published_at": now,
        "over_at": begins + timedelta(days=7 * EACH),
        **times,
    }
    db.execute(insert(Series).values(row))
    sessions = [_session(series, begins + timedelta(days=7 * place), place, times) for place in range(EACH)]
    if not number:
        sessions[0]["title"] = f"Tapaaminen ja {RARE_OF_SESSION}"
    db.execute(insert(Session), sessions)
    db.execute(insert(Presenter), [_presenter(one["id"], number) for one in sessions])
    region = REGION if number % 10 else OTHER_REGION
    db.execute(
        insert(Offering).values(id=offering, series_id=series, name="Koko kierros", region=region, capacity=50, **times)
    )
    db.execute(insert(OfferingSession), [{"offering_id": offering, "session_id": one["id"]} for one in sessions])
    keep_documents(db, [series])


def _session(series: UUID, starts_at: datetime, place: int, times: dict[str, datetime]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "series_id": series,
        "title": f"Tapaaminen {place + 1}",
        "description": "Mitä tapaaminen antaa, kenelle se sopii ja miten siihen valmistaudutaan.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "timezone": "Europe/Helsinki",
        "mode": "online",
        "join_url": "https://meet.example.org/one",
        **times,
    }


def _presenter(session: UUID, number: int) -> dict[str, Any]:
    return {
        "id": new_id(),
        "session_id": session,
        "name": "Aino Esittelijä",
        "email": f"aino{number % 400}@example.org",
    }
