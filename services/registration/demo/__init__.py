"""The demo programme's part in registration: invented people in the demo offerings, as they would have come by now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, insert, select

from services.registration.actions import promote
from services.registration.actions.completion import mark_completed
from services.registration.actions.holds import Holding, hold
from services.registration.actions.release import release
from services.registration.demo.comers import COMERS, GIVEN_UP, HELD, REQUESTS, address, names
from services.registration.queries.offering import facts_of_known
from services.registration.rules.batch import AWAITS
from shared import clock, journal
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.catalogue import Offering, Series
from shared.schema.organisations import Organisation
from shared.schema.questions import Question
from shared.schema.registration import Answer, Batch, Person, Registration, Seats
from shared.settings import Settings

ACTOR = "demo"
#: whose contact registered those of the tour's people who name a unit
EMPLOYER, CONTACT, EMPLOYERS_SERIES = "Sospro Oy", "Sirpa Salmela", ("tutustumiskierros", "sospro-yhteiset-opinnot")
#: the series that is over, how many completed it, and for how many credits
COMPLETED, COMPLETERS, CREDITS = "sospro-yhteiset-opinnot", 18, Decimal(5)
_QUESTIONS = (
    select(Question.key, Question.kind, Question.options, Question.required)
    .where(Question.offering_id == bindparam("offering_id"))
    .order_by(Question.position)
)
_ANSWERS = {
    "text": (
        "Käytännön esimerkkejä",
        "Miten oppimiselle löytyy aikaa työvuorossa?",
        "Miten pieni yksikkö pääsee alkuun?",
        "Mitä tekisitte nyt toisin?",
        "Mitä tämä maksoi, ja kuka sen maksoi?",
        "Miten saitte esihenkilöt mukaan?",
    ),
    "number": ("6", "2", "11", "4", "19"),
    "yes-no": ("yes",),
    "consent": ("yes",),
}
#: who answers what need not be answered
EVERY = 3
_FIRST_WITH_PLACE = (
    select(Registration.id)
    .where(Registration.offering_id == bindparam("offering_id"), Registration.state == "confirmed")
    .order_by(Registration.queued_at, Registration.id)
    .limit(1)
)
_UNITS = ("Koivulan hoivakoti", "Lastensuojelun avopalvelut", "Aikuissosiaalityö", None)


def load(settings: Settings) -> bool:
    """Write the people and their places, one offering a transaction; False when all offerings had theirs already."""
    database = Database(settings.database_url, "registration")
    try:
        with database.reading() as db:
            offerings = db.execute(
                select(Offering.id, Offering.name, Offering.capacity, Offering.series_id, Series.slug)
                .join(Series, Series.id == Offering.series_id)
                .order_by(Offering.id)
            ).all()
            employer = db.scalar(select(Organisation.id).where(Organisation.name == EMPLOYER))
        invented = names()
        written = []
        for offering in offerings:
            comers = list(islice(invented, COMERS.get((offering.slug, offering.name), 0)))
            if comers:
                with database.writing() as db:
                    written.append(_register(db, offering, comers, employer))
        return any(written)
    finally:
        database.close()


def _register(
    db: Connection, offering: Row[UUID, str, int | None, UUID, str], comers: list[str], employer: UUID | None
) -> bool:
    """Each came or was sent, a quarter of an hour after the one before. False when they had come before."""
    if db.scalar(select(Seats.offering_id).where(Seats.offering_id == offering.id)) is not None:
        return False
    key = (offering.slug, offering.name)
    # those who ask come last, and wait whatever is free
    places = len(comers) - REQUESTS.get(key, 0)
    if offering.capacity is not None:
        places = min(places, offering.capacity)
    db.execute(insert(Seats).values(offering_id=offering.id, taken=places, waiting=len(comers) - places))
    questions = db.execute(_QUESTIONS, {"offering_id": offering.id}).all()
    first = (clock.now() - timedelta(days=6)).replace(hour=6, minute=10)
    for number, name in enumerate(comers):
        state = "confirmed" if number < places else "requested" if key in REQUESTS else "waitlisted"
        unit = _UNITS[number % len(_UNITS)]
        sender = employer if unit and offering.slug in EMPLOYERS_SERIES else None
        at = first + timedelta(minutes=15 * number)
        batch_id, registration_id = _come(db, offering.id, (name, state, unit, sender), at)
        subject = journal.Subject(offering.series_id, None, offering.id, batch_id)
        journal.append(db, "registrations.made", ACTOR, subject)
        if sender is None:
            _answer(db, questions, registration_id, (number, at))
    _go_on(db, offering.id, key)
    return True


def _go_on(db: Connection, offering_id: UUID, key: tuple[str, str]) -> None:
    """What has happened since they came."""
    if key[0] == COMPLETED:
        theirs = select(Registration.id).where(Registration.offering_id == offering_id).order_by(Registration.id)
        mark_completed(db, offering_id, db.scalars(theirs.limit(COMPLETERS)).all(), CREDITS, ACTOR)
    if key == GIVEN_UP:
        _give_up(db, offering_id)
    if key in HELD:
        label, held = HELD[key]
        hold(db, offering_id, Holding(held, label=label), ACTOR)


def _give_up(db: Connection, offering_id: UUID) -> None:
    """The first with a place doesn't come; the first who waited gets it, and may decline.

    Both are the demo's doing, so that no real mail server hears of these people.
    """
    first = db.execute(_FIRST_WITH_PLACE, {"offering_id": offering_id}).scalar_one()
    now = clock.now()
    facts = release(db, facts_of_known(db, offering_id), {first: "confirmed"}, ACTOR, now)
    promote.fill(db, facts, ACTOR, now)


def _come(
    db: Connection, offering_id: UUID, comer: tuple[str, str, str | None, UUID | None], at: datetime
) -> tuple[UUID, UUID]:
    """The act and the registration."""
    name, state, unit, employer = comer
    batch_id, person_id, registration_id = new_id(), new_id(), new_id()
    email = address(name)
    db.execute(
        insert(Person).values(id=person_id, email_key=email, email=email, name=name, language="fi", created_at=at)
    )
    db.execute(
        insert(Batch).values(
            id=batch_id,
            offering_id=offering_id,
            organisation_id=employer,
            contact_name=CONTACT if employer else None,
            if_full="waitlist",
            actor=ACTOR if employer else "person",
            created_at=at,
        )
    )
    db.execute(
        insert(Registration).values(
            id=registration_id,
            offering_id=offering_id,
            batch_id=batch_id,
            person_id=person_id,
            organisation_id=employer,
            unit=unit,
            state="waitlisted" if state == "requested" else state,
            reason=AWAITS if state == "requested" else None,
            awaits_approval=state == "requested",
            queued_at=at,
            created_at=at,
            changed_at=at,
        )
    )
    return batch_id, registration_id


def _answer(db: Connection, questions: Sequence[Any], registration_id: UUID, came: tuple[int, datetime]) -> None:
    """Answers that differ from one to the next; a few leave out what they need not answer."""
    number, at = came
    said = {one.key: _say(one, number) for one in questions if one.required or number % EVERY == 0}
    rows = [
        {"registration_id": registration_id, "question": key, "value": text, "answered_at": at}
        for key, text in said.items()
    ]
    if rows:
        db.execute(insert(Answer), rows)


def _say(question: Any, number: int) -> str:
    if question.options:
        return str(question.options[number % len(question.options)])
    words = _ANSWERS[question.kind]
    return words[number // EVERY % len(words)]
