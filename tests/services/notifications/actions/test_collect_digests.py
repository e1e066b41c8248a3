"""What closes soon and who can't be reached, told to contacts: once each, in one mail, while it is still so."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from services.notifications.actions.collect_digests import collect_digests
from services.notifications.actions.forget import forget
from services.notifications.actions.remind import remind
from services.notifications.actions.unsubscribe import unsubscribe
from services.notifications.queries.unsubscribed import DIGEST
from services.notifications.rules import kinds, problems
from shared.schema.catalogue import Offering, Series, SeriesPartner
from shared.schema.mail_choices import Suppression
from shared.schema.notifications import Message, PersonToForget
from shared.schema.organisations import Organisation
from shared.schema.registration import Registration
from shared.schema.reminders import DigestItem, ReminderRule
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.mail_server import Mail

pytestmark = pytest.mark.takes_turns

CLOSES = NOON + timedelta(days=10)
#: three days before, by the rule that every installation begins with; noon on the clocks of Helsinki
DUE = CLOSES - timedelta(days=3)
SIRPA = "sirpa@sospro.example.org"


@dataclass
class World:
    """An offering that closes in ten days, and an organisation whose people came to the organiser's earlier series."""

    office: Office
    organiser: UUID
    series: UUID
    offering: UUID
    sospro: UUID

    def at(self, moment: datetime) -> list[Mail]:
        """What the clock makes go out at a moment."""
        office = self.office
        office.time.move_to(moment)
        remind(office.own, office.settings)
        collect_digests(office.own, office.settings)
        return office.deliver()

    def items(self) -> list[Any]:
        with self.office.own.reading() as db:
            return list(db.execute(select(DigestItem.__table__).order_by(DigestItem.recipient_email)))

    def told(self) -> list[str]:
        return [item.recipient_email for item in self.items()]

    def contact(self, email: str, organisation: UUID) -> UUID:
        account = self.office.given.account(email, name="Sirpa Yhteys", language="en")
        self.office.given.member(account, organisation, "contact")
        return account

    def dead_address(self, email: str, message: str = "bounced") -> UUID:
        """Somebody of the organisation can't be reached, as the reader of bounces writes it."""
        [registration] = self.office.register(self.earlier(), email, organisation_id=self.sospro)
        self.office.deliver()  # registering gives whoever was unreachable their mail back; what came back came after
        self.office.given.row(
            DigestItem,
            once=f"dead-address:{registration}:{SIRPA}",
            kind="dead-address",
            recipient_email=SIRPA,
            recipient_name="Sirpa Yhteys",
            language="en",
            organisation_id=self.sospro,
            subject_id=registration,
            created_at=NOON,
        )
        if message == "bounced":
            self.office.given.row_without_id(Suppression, email=email, reason="bounced", since=NOON)
        return registration

    def earlier(self) -> UUID:
        with self.office.own.reading() as db:
            return db.scalars(select(Offering.id).where(Offering.name == "Viime syksy")).one()


@pytest.fixture
def world(office: Office) -> World:
    given = office.given
    organiser, sospro = given.organisation("Tamk"), given.organisation("Sospro Oy")
    earlier = given.offering(given.series(organiser), name="Viime syksy")
    [first] = office.register(earlier, "kaisa@example.org")
    office.change(Registration, first, organisation_id=sospro)
    series = given.series(organiser, slug="kierros", title="Kevään kierros")
    session = given.session(series, NOON + timedelta(days=20))
    offering = given.offering(series, [session], closes_at=CLOSES, capacity=12)
    found = World(office, organiser, series, offering, sospro)
    found.contact(SIRPA, sospro)
    office.deliver()
    return found


def digests(mails: list[Mail]) -> list[Mail]:
    return [mail for mail in mails if "/staff/" in mail.text or "Correct the addresses" in mail.text]


def test_contact_hears_three_days_before_that_registration_closes(world: World) -> None:
    assert digests(world.at(DUE - timedelta(seconds=1))) == []
    [mail] = digests(world.at(DUE))
    assert (mail.recipient, mail.subject) == (SIRPA, "Registration closes soon: Kevään kierros")
    assert "Thursday 21 January 2027, 12:00" in mail.text
    assert "12 places are left" in mail.text
    assert "http://localhost:8001/staff/kierros" in mail.text
    assert "contact of Sospro Oy" in mail.text
    assert mail.parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("is_put_by", [False, True])
@pytest.mark.parametrize("what", ["series", "offering"])
def test_commissioned_training_is_told_of_to_its_customers_alone(world: World, is_put_by: bool, what: str) -> None:
    """Others may neither come nor, perhaps, know of it; also when it became so while the digest waited."""
    given = world.office.given
    customer = given.organisation("Tilaaja Oy")
    given.row_without_id(SeriesPartner, series_id=world.series, organisation_id=customer, role="customer")
    world.contact("tilaaja@example.org", customer)
    if is_put_by:
        world.office.time.move_to(DUE)
        remind(world.office.own, world.office.settings)
    if what == "series":
        world.office.change(Series, world.series, for_customers=True)
    else:
        world.office.change(Offering, world.offering, customer_id=customer)
    assert [mail.recipient for mail in digests(world.at(DUE))] == ["tilaaja@example.org"]
    assert (SIRPA in world.told()) is is_put_by


def test_contact_hears_once(world: World) -> None:
    world.at(DUE)
    assert digests(world.at(DUE + timedelta(days=1))) == []
    assert digests(world.at(DUE + timedelta(days=2))) == []
    assert world.told() == [SIRPA]


def test_deadline_that_was_put_off_is_told_of_anew(world: World) -> None:
    world.at(DUE)
    week = timedelta(days=7)
    world.office.change(Offering, world.offering, closes_at=CLOSES + week)
    assert digests(world.at(DUE + week - timedelta(seconds=1))) == []
    [mail] = digests(world.at(DUE + week))
    assert "Thursday 28 January 2027, 12:00" in mail.text
    assert digests(world.at(DUE + week + timedelta(days=1))) == []


def test_several_contacts_and_organisations_hear_of_it(world: World) -> None:
    given = world.office.given
    quota, partner, funder, stranger = (given.organisation(name) for name in ("Quota", "Partner", "Funder", "Stranger"))
    for name, organisation in (("q", quota), ("p", partner), ("f", funder), ("s", stranger), ("t", world.sospro)):
        world.contact(f"{name}@example.org", organisation)
    given.quota(world.offering, quota, 3)
    for organisation, role in ((partner, "customer"), (funder, "funder")):
        given.row_without_id(SeriesPartner, series_id=world.series, organisation_id=organisation, role=role)
    world.at(DUE)
    assert world.told() == ["p@example.org", "q@example.org", SIRPA, "t@example.org"]


def test_merged_organisation_and_its_organisers_hear_nothing(world: World) -> None:
    world.office.given.member(world.office.given.account("boss@example.org"), world.sospro, "organiser")
    world.office.change(Organisation, world.sospro, merged_into_id=world.organiser)
    world.at(DUE)
    assert world.told() == []


@pytest.mark.parametrize(("state", "told"), [("confirmed", []), ("waitlisted", []), ("cancelled", [SIRPA])])
def test_organisation_with_somebody_registered_needs_no_telling(world: World, state: str, told: list[str]) -> None:
    [mine] = world.office.register(world.offering, "matti@example.org", state=state)
    world.office.change(Registration, mine, organisation_id=world.sospro)
    world.at(DUE)
    assert world.told() == told


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (Series, {"state": "draft"}),
        (Series, {"state": "archived"}),
        (Offering, {"opens_at": DUE + timedelta(hours=1)}),
        (Offering, {"capacity": 0, "waitlist": False}),
        (Offering, {"closes_at": None}),
    ],
)
def test_what_nobody_can_register_for_is_not_told(world: World, table: Any, values: dict[str, Any]) -> None:
    world.office.change(table, world.series if table is Series else world.offering, **values)
    world.at(DUE)
    assert world.told() == []


def test_full_with_a_waiting_list_is_told(world: World) -> None:
    world.office.change(Offering, world.offering, capacity=0)
    [mail] = digests(world.at(DUE))
    assert "you can join the waiting list" in mail.text


def test_late_clock_tells_until_the_deadline_and_not_after_it(world: World) -> None:
    assert digests(world.at(CLOSES)) == []
    assert world.told() == []
    assert len(digests(world.at(CLOSES - timedelta(hours=1)))) == 1


def test_of_two_overdue_rules_one_tells(world: World) -> None:
    week = {"says": "closing", "anchor": "offering-close", "offset_minutes": -7 * 24 * 60}
    world.office.given.row(ReminderRule, **week)
    assert len(digests(world.at(DUE))) == 1
    assert len(world.items()) == 1


def test_deadline_is_left_out_of_a_digest_that_it_has_passed_before(world: World) -> None:
    office = world.office
    office.time.move_to(DUE)
    remind(office.own, office.settings)
    collect_digests(office.own, office.settings)
    office.time.move_to(CLOSES)
    assert digests(office.deliver()) == []
    [row] = office.messages(Message.kind == kinds.CONTACT_DIGEST)
    assert (row.state, row.problem) == ("superseded", problems.NOTHING_LEFT)


def test_organisation_that_registered_meanwhile_is_left_out(world: World) -> None:
    office = world.office
    office.time.move_to(DUE)
    remind(office.own, office.settings)
    collect_digests(office.own, office.settings)
    [mine] = office.register(world.offering, "matti@example.org")
    office.change(Registration, mine, organisation_id=world.sospro)
    assert digests(office.deliver()) == []


def test_all_that_waits_is_one_mail(world: World) -> None:
    world.dead_address("poissa@example.org")
    other = world.office.given.series(world.organiser, slug="toinen", title="Toinen")
    session = world.office.given.session(other, NOON + timedelta(days=30))
    world.office.given.offering(other, [session], closes_at=CLOSES)
    [mail] = digests(world.at(DUE))
    assert mail.subject == "For you as a contact: 2 deadlines are near, one address doesn't work"
    assert "poissa@example.org" in mail.text
    assert f"http://localhost:8001/organisations/{world.sospro}" in mail.text


def test_address_that_works_again_and_place_that_ended_are_left_out(world: World) -> None:
    world.dead_address("toimii@example.org", message="none")
    ended = world.dead_address("perui@example.org")
    world.office.change(Registration, ended, state="cancelled")
    assert digests(world.at(NOON)) == []
    [row] = world.office.messages(Message.kind == kinds.CONTACT_DIGEST)
    assert row.state == "superseded"


def test_digest_waits_for_eight_in_the_morning(world: World) -> None:
    world.dead_address("poissa@example.org")
    midnight = NOON.replace(hour=22)  # 00.00 in Helsinki
    for hours in (0, 6, 7.99):
        assert digests(world.at(midnight + timedelta(hours=hours))) == []
    assert len(digests(world.at(midnight + timedelta(hours=8)))) == 1


def test_digest_goes_once_a_day(world: World) -> None:
    world.dead_address("poissa@example.org")
    assert len(digests(world.at(NOON))) == 1
    world.dead_address("toinen@example.org")
    assert digests(world.at(NOON + timedelta(hours=3))) == []
    assert digests(world.at(NOON + timedelta(hours=19))) == []  # seven in the morning
    [mail] = digests(world.at(NOON + timedelta(hours=20)))
    assert "toinen@example.org" in mail.text
    assert "poissa@example.org" not in mail.text


def test_digest_of_an_afternoon_is_not_followed_by_one_in_the_morning(world: World) -> None:
    world.dead_address("poissa@example.org")
    afternoon = NOON + timedelta(hours=4)
    assert len(digests(world.at(afternoon))) == 1
    world.dead_address("toinen@example.org")
    assert digests(world.at(afternoon + timedelta(hours=16, minutes=30))) == []
    assert len(digests(world.at(afternoon + timedelta(hours=20)))) == 1


def test_second_clock_makes_no_second_digest(world: World) -> None:
    world.dead_address("poissa@example.org")
    collect_digests(world.office.own, world.office.settings)
    with world.office.own.writing() as db:
        db.execute(update(Message).values(created_at=NOON - timedelta(days=2)))
        db.execute(update(DigestItem).values(message_id=None))
    collect_digests(world.office.own, world.office.settings)
    assert len(world.office.messages(Message.kind == kinds.CONTACT_DIGEST)) == 1


def test_contact_who_unsubscribed_gets_no_digest(world: World) -> None:
    world.dead_address("poissa@example.org")
    with world.office.own.writing() as db:
        unsubscribe(db, SIRPA, DIGEST)
    assert digests(world.at(DUE)) == []
    assert [item.kind for item in world.items()] == ["dead-address"]


def test_digest_that_names_somebody_erased_loses_what_it_said(world: World) -> None:
    registration = world.dead_address("poissa@example.org")
    [mail] = digests(world.at(NOON))
    assert "poissa@example.org" in mail.text
    own = world.office.own
    with own.reading() as db:
        person = db.scalars(select(Registration.person_id).where(Registration.id == registration)).one()
        [digest] = db.scalars(select(Message.id).where(Message.kind == kinds.CONTACT_DIGEST)).all()
    world.office.given.row_without_id(PersonToForget, person_id=person, since=NOON)
    with own.writing() as db:
        forget(db)
    assert digest not in world.office.contents()
    with own.reading() as db:
        assert db.scalars(select(PersonToForget.person_id)).all() == []


def test_without_a_rule_nothing_closes_aloud(world: World) -> None:
    with world.office.own.writing() as db:
        db.execute(delete(ReminderRule).where(ReminderRule.says == "closing"))
    assert digests(world.at(DUE)) == []
