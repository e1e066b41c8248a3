"""Short ways to register people in tests of the actions."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.registration.actions import (
    answer_requests,
    cancel,
    cancel_many,
    erase,
    erase_oneself,
    holds,
    promote,
    register,
)
from services.registration.actions import substitute as takeover
from services.registration.actions.answer_requests import Declining
from services.registration.actions.holds import Holding
from services.registration.actions.order import Applicant, Order, Outcome
from services.registration.queries.holds import of_offering
from shared.database import Database
from shared.schema.registration import Person, Registration, Seats


def applicant(name: str) -> Applicant:
    return Applicant(key=f"{name}@example.org", email=f"{name}@example.org", name=name.title())


@dataclass(frozen=True)
class Acts:
    """The actions on one offering, each in its own transaction, and what is there afterwards."""

    database: Database
    offering_id: UUID

    def register(self, *names: str, if_full: str = "waitlist", **more: Any) -> Outcome:
        people = [applicant(name) for name in names]
        with self.database.writing() as db:
            return register.register(db, Order(self.offering_id, people, if_full, "person", **more))

    def hold(self, places: int, organisation_id: UUID | None = None, label: str = "") -> UUID:
        with self.database.writing() as db:
            return holds.hold(db, self.offering_id, Holding(places, organisation_id, label), "account:olga")

    def release(self, hold_id: UUID, places: int | None = None) -> list[UUID]:
        with self.database.writing() as db:
            return holds.release(db, hold_id, places, "account:olga")

    def confirm(self, *names: str, hold_id: UUID | None = None) -> answer_requests.Confirmed:
        ids = self.standing()
        with self.database.writing() as db:
            asked = [ids[name] for name in names]
            return answer_requests.confirm(db, self.offering_id, asked, "account:olga", hold_id)

    def decline(self, *names: str, reason: str = "") -> list[UUID]:
        ids = self.standing()
        with self.database.writing() as db:
            wanted = Declining([ids[name] for name in names], reason)
            return answer_requests.decline(db, self.offering_id, wanted, "account:olga")

    def cancel(self, name: str) -> cancel.Cancelled:
        registration_id = self.standing()[name]
        with self.database.writing() as db:
            return cancel.cancel(db, registration_id, "person")

    def erase(self, name: str) -> None:
        """As somebody wishes it: the mails about what they give up are taken as written."""
        registration_id = self.standing()[name]
        with self.database.writing() as db:
            person_id = db.scalars(select(Registration.person_id).where(Registration.id == registration_id)).one()
            erase_oneself.erase_oneself(db, person_id, "person")
            erase.erase(db, person_id, "system")

    def cancel_many(self, *names: str) -> cancel_many.ManyCancelled:
        ids = self.standing()
        with self.database.writing() as db:
            return cancel_many.cancel_many(db, self.offering_id, [ids[name] for name in names], "person")

    def substitute(self, name: str, colleague: str) -> takeover.Substituted:
        return self.give_place(self.standing()[name], colleague)

    def give_place(self, registration_id: UUID, colleague: str) -> takeover.Substituted:
        with self.database.writing() as db:
            return takeover.substitute(db, takeover.Swap(registration_id, applicant(colleague), "person"))

    def promote(self) -> list[UUID]:
        with self.database.writing() as db:
            return promote.promote(db, self.offering_id, "system")

    def standing(self) -> dict[str, UUID]:
        return {name: registration_id for name, registration_id, _state in self._rows()}

    def confirmed(self) -> set[str]:
        return {name for name, _registration_id, state in self._rows() if state == "confirmed"}

    def line(self) -> list[str]:
        return [name for name, _registration_id, state in self._rows() if state == "waitlisted"]

    def asking(self) -> set[str]:
        """Those who wait for the organiser's yes."""
        with self.database.reading() as db:
            rows = db.scalars(
                select(Person.name)
                .join(Registration, Registration.person_id == Person.id)
                .where(
                    Registration.offering_id == self.offering_id,
                    Registration.awaits_approval,
                    Registration.state == "waitlisted",
                )
            )
            return {name.lower() for name in rows}

    def held(self) -> int:
        """Held places as counted and as the rows say; they must agree."""
        with self.database.reading() as db:
            counted = db.scalar(select(Seats.held).where(Seats.offering_id == self.offering_id)) or 0
            assert counted == sum(row.left for row in of_offering(db, self.offering_id))
        return counted

    def seats(self) -> tuple[int, int]:
        """Places taken and people waiting, as counted and as the rows say; they must agree."""
        with self.database.reading() as db:
            taken, waiting = db.execute(
                select(Seats.taken, Seats.waiting).where(Seats.offering_id == self.offering_id)
            ).one_or_none() or (0, 0)
            counted = {
                row[0]: row[1]
                for row in db.execute(
                    select(Registration.state, func.count())
                    .where(Registration.offering_id == self.offering_id)
                    .group_by(Registration.state)
                )
            }
        assert (taken, waiting) == (counted.get("confirmed", 0), counted.get("waitlisted", 0))
        return taken, waiting

    def _rows(self) -> list[tuple[str, UUID, str]]:
        with self.database.reading() as db:
            rows = db.execute(
                select(Person.name, Registration.id, Registration.state)
                .join(Person, Person.id == Registration.person_id)
                .where(
                    Registration.offering_id == self.offering_id,
                    Registration.state.in_(("confirmed", "waitlisted")),
                )
                .order_by(Registration.queued_at, Registration.id)
            ).all()
        return [(row[0].lower(), row[1], row[2]) for row in rows]
