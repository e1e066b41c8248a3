"""Registering one person or three thousand: one act, one transaction, every place given once."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.registration.actions import answers as answering
from services.registration.actions import employers, place_at_once, promote, seats, told_before
from services.registration.actions import preparation as preparing
from services.registration.actions.act import write_act
from services.registration.actions.commissioned import require_customers
from services.registration.actions.new_registrations import write_registrations
from services.registration.actions.order import Order, Outcome, Result
from services.registration.actions.people import write_unknown
from services.registration.queries import limits, offering, people, waiting
from services.registration.queries.offering import Facts
from services.registration.rules import batch, preparation
from services.registration.rules.batch import Places, Verdict
from services.registration.rules.room import FULL, Room
from services.registration.words import too_few, why_not
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotThere
from shared.rules import window


def register(db: Connection, order: Order) -> Outcome:
    """Register the order's people, as far as its window and its places allow.

    Raises NotThere or Conflict with the window's word when one can't register now, and Conflict ``not_enough_places``
    when all were to fit and don't. Nothing is written then.
    """
    if len(order.people) == 1:
        outcome = place_at_once.register(db, order)
        if outcome is not None:
            return outcome
    locks.hold(db, "offering", order.offering_id)
    now = clock.now()
    facts, left = _open_offering(db, order, now)
    order = employers.as_it_is_now(db, answering.checked(db, order))
    keys = [person.key for person in order.people]
    known, standing = people.known(db, facts.id, list(dict.fromkeys(keys)))
    newcoming = [key for key in keys if key not in standing]
    require_customers(db, facts, order, newcoming)
    employer_of = employers.employers(db, order, newcoming)
    places = limits.places(db, facts, employer_of, now, is_approved=order.is_approved, left=left)
    unprepared = preparing.unprepared(db, facts, order, newcoming)
    prepared = [key for key in keys if key not in unprepared]
    verdicts = preparation.join(keys, unprepared, _decide(prepared, standing, places, order.if_full))
    refused = told_before.refused(db, order, verdicts, known, employer_of)
    verdicts = batch.unrepeated(verdicts, refused)
    newcomers = [verdict for verdict in verdicts if verdict.is_new]
    stands = {key: (one.registration_id, one.batch_id) for key, one in standing.items()}
    stands |= {key: (one.registration_id, one.batch_id) for (key, _reason), one in refused.items()}
    batch_id = None
    if newcomers:
        whose = [(verdict, employer_of(verdict.key)) for verdict in newcomers]
        batch_id, made = _write(db, order, facts, whose, known)
        stands |= {key: (registration_id, batch_id) for key, registration_id in made.items()}
    return Outcome(batch_id, _results(db, order, verdicts, stands))


def _write(
    db: Connection,
    order: Order,
    facts: Facts,
    newcomers: list[tuple[Verdict, UUID | None]],
    known: dict[str, UUID],
) -> tuple[UUID, dict[str, UUID]]:
    """The act, and the ids of its registrations by address; ``newcomers`` come with their organisations."""
    now = clock.now()
    verdicts = [verdict for verdict, _employer in newcomers]
    _take_places(db, facts, verdicts)
    ids = write_unknown(db, order.people, known, facts.series_language, now)
    batch_id = write_act(db, order, now)
    new = [(verdict, ids[verdict.key], employer) for verdict, employer in newcomers]
    made = write_registrations(db, order, batch_id, new, now)
    is_late = window.is_only_late(facts.window, order.asked_at)
    _write_journal(db, order.actor, facts, batch_id, _detail(verdicts, is_late=is_late))
    return batch_id, made


def _open_offering(db: Connection, order: Order, now: datetime) -> tuple[Facts, Room | None]:
    """The offering, open or opened for this order, with its row of places, and nobody waiting beside a free one; and
    what those who wait leave, if that was made out."""
    facts = offering.facts(db, order.offering_id)
    if facts is None:
        raise NotThere("no_offering", _("There is no such way to register."))
    word = window.standing(facts.window, order.asked_at)
    if word != "open" and not (order.after_closing and window.is_only_late(facts.window, order.asked_at)):
        raise (NotThere if word == "not_published" else Conflict)(word, why_not(word))
    if facts.taken_or_none is None:
        seats.make_row(db, facts.id)
    promoted, left = promote.take_turns(db, facts, "system", now)
    return offering.facts_of_known(db, facts.id) if promoted else facts, left


def _decide(keys: list[str], standing: dict[str, batch.Standing], places: Places, if_full: str) -> list[Verdict]:
    try:
        return batch.decide(keys, standing, places, if_full)
    except batch.NotEnoughPlaces as few:
        raise Conflict("not_enough_places", too_few(few)) from few


def _take_places(db: Connection, facts: Facts, newcomers: Sequence[Verdict]) -> None:
    counted = Counter(verdict.state for verdict in newcomers)
    fit, wait = counted["confirmed"], counted["waitlisted"]
    refused = sum(verdict.reason == FULL for verdict in newcomers)
    if facts.is_limited:
        from_holds = sum(verdict.hold_id is not None for verdict in newcomers)
        is_taken = seats.take_some(db, facts.id, fit, wait, from_holds)
    else:
        is_taken = seats.take(db, facts.id, fit, wait, refused)
    if not is_taken:
        raise Conflict("places_changed", _("The places changed this very moment. Nothing was written: try again."))


def _detail(newcomers: Sequence[Verdict], *, is_late: bool) -> dict[str, int | bool]:
    """How many of each state; and that they were let in after the deadline, when they were."""
    counted: dict[str, int | bool] = dict(Counter(verdict.state for verdict in newcomers))
    return {**counted, "after_closing": True} if is_late else counted


def _write_journal(db: Connection, actor: str, facts: Facts, batch_id: UUID, detail: dict[str, int | bool]) -> None:
    journal.append(
        db,
        "registrations.made",
        actor,
        journal.Subject(
            series_id=facts.series_id,
            offering_id=facts.id,
            subject_id=batch_id,
            detail=detail,
        ),
    )


def _results(
    db: Connection, order: Order, verdicts: Sequence[Verdict], stands: dict[str, tuple[UUID, UUID]]
) -> list[Result]:
    """One result per line given, in its order."""
    waits = {v.key: stands[v.key][0] for v in verdicts if v.state == "waitlisted" and not v.position and not v.is_new}
    line = waiting.positions(db, order.offering_id, list(waits.values())) if waits else {}
    return [
        Result(
            registration_id=stands[verdict.key][0],
            email=person.email,
            state=verdict.state,
            position=verdict.position or line.get(stands[verdict.key][0]),
            reason=verdict.reason,
            batch_id=stands[verdict.key][1],
        )
        for person, verdict in zip(order.people, verdicts, strict=True)
    ]
