from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from services.registration.actions import register
from services.registration.actions.order import Applicant, Order
from services.registration.queries import facets, registrations
from services.registration.queries.matching import Filter, matching
from shared.database import Database
from shared.schema.base import new_id
from tests.services.registration.acts import Acts
from tests.support.factories import Given

NAMES = {
    "asa.ohman": "Åsa Öhman-Ruiz",
    "obrien": "Pat O'Brien",
    "wang": "王小明",
    "ivan": "Иван Ильин",
    "a_b": "100 % Anna",
    "emile": "Émile Ärvas",
}


@pytest.fixture
def full(given: Given, registration: Database) -> Filter:
    """People of many names, two of them of an organisation, and its offering."""
    offering_id, organisation_id = given.offering(given.series()), given.organisation("Attendo")
    people = [Applicant(f"{key}@example.org", f"{key}@example.org", name) for key, name in NAMES.items()]
    staff = [replace(person, unit=f"Unit {number}") for number, person in enumerate(people[:2])]
    with registration.writing() as db:
        register.register(db, Order(offering_id, staff, "waitlist", "person", organisation_id=organisation_id))
        register.register(db, Order(offering_id, people[2:], "waitlist", "person"))
    return Filter(offering_id, organisation_id=organisation_id)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("öhman", ["asa.ohman"]),
        ("ÅSA", ["asa.ohman"]),
        ("ruiz ås", ["asa.ohman"]),
        ("Asa.Ohman@EXAMPLE", ["asa.ohman"]),
        ("o'brien", ["obrien"]),
        ("小", ["wang"]),
        ("Иван", ["ivan"]),
        ("ÉMILE är", ["emile"]),
        ("%", ["a_b"]),
        ("a_b", ["a_b"]),
        ("åsa ivan", []),
        ("", list(NAMES)),
    ],
)
def test_people_are_found_by_name_or_address(
    full: Filter, registration: Database, written: str, found: list[str]
) -> None:
    wanted = Filter(full.offering_id, text=written)
    with registration.reading() as db:
        rows, _more = registrations.page(db, wanted)
        counts = registrations.counts(db, wanted)
    assert [row.email.removesuffix("@example.org") for row in rows] == found
    assert counts == ({"confirmed": len(found)} if found else {})


def test_filters_narrow_down_together(full: Filter, registration: Database) -> None:
    def names(wanted: Filter) -> list[str]:
        with registration.reading() as db:
            return [row.name for row in registrations.page(db, wanted)[0]]

    assert names(full) == ["Åsa Öhman-Ruiz", "Pat O'Brien"]
    assert names(replace(full, unit="Unit 1")) == ["Pat O'Brien"]
    assert names(replace(full, text="åsa", unit="Unit 1")) == []
    assert names(replace(full, organisations=frozenset({new_id()}))) == []
    assert names(replace(full, state="cancelled")) == []
    without = Filter(full.offering_id, without_organisation=True, limit=2)
    assert names(without) == ["王小明", "Иван Ильин"]


def test_pages_of_a_search_follow_each_other(full: Filter, registration: Database) -> None:
    wanted = Filter(full.offering_id, 2, text="example.org")
    seen: list[str] = []
    with registration.reading() as db:
        after: UUID | None = None
        for _page in range(3):
            rows, after = registrations.page(db, replace(wanted, after=after))
            seen += [row.name for row in rows]
    assert seen == list(NAMES.values())
    assert after is None


def test_facets_name_what_there_is(full: Filter, registration: Database) -> None:
    with registration.reading() as db:
        found = facets.facets(db, full.offering_id)
        assert facets.facets(db, new_id()) == facets.Facets([], [], some_without=False)
    assert found.organisations == [(full.organisation_id, "Attendo")]
    assert found.units == ["Unit 0", "Unit 1"]
    assert found.some_without


def test_a_plain_page_is_read_from_the_index_in_its_order(given: Given, registration: Database) -> None:
    acts = Acts(registration, given.offering(given.series()))
    acts.register("anna", "berta")
    others = Acts(registration, given.offering(given.series(slug="muu")))
    others.register(*(f"n{number}" for number in range(60)))
    if not registration.is_sqlite:
        with given.database.writing() as db:
            db.execute(text("ANALYZE registrations"))
    wanted = Filter(acts.offering_id, 50, after=acts.standing()["anna"])
    # in a transaction, since a setting that is LOCAL to none holds for nothing
    with registration.writing() as db:
        is_sqlite = db.dialect.name == "sqlite"
        statement = matching(registrations.SHOWN, wanted).order_by(text("registrations.id")).limit(51)
        plain = str(statement.compile(db, compile_kwargs={"literal_binds": True}))
        if not is_sqlite:
            # with so few rows reading them all would be quicker
            db.execute(text("SET LOCAL enable_seqscan = off"))
            db.execute(text("SET LOCAL enable_sort = off"))
            db.execute(text("SET LOCAL enable_bitmapscan = off"))
        how = "\n".join(
            str(row) for row in db.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' * is_sqlite}{plain}".replace("%", "%%"))
        )
    assert "ix_registrations_offering_id_id" in how
    assert "TEMP B-TREE" not in how
    assert "Sort" not in how
