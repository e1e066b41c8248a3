"""The demo programme's part in the catalogue. Loaded once, through the same actions that people use."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from services.catalogue.actions.accounts import add_membership, find_or_create_account, make_administrator
from services.catalogue.actions.looks import change_look, taken
from services.catalogue.actions.organisations import NewOrganisation, create_organisation
from services.catalogue.actions.paths import NewPath, StageFacts, create_path, publish_path, set_stages
from services.catalogue.actions.sign_in import issue_link
from services.catalogue.demo import looks
from services.catalogue.demo.academy import PATH
from services.catalogue.demo.add_series import ACTOR, LOADER, add_series, ids
from services.catalogue.demo.drafts import add_drafts
from services.catalogue.demo.programmes import ORGANISATIONS, ORGANISERS, PROGRAMMES
from services.catalogue.demo.project import add_projects
from services.catalogue.demo.shape import DemoPath
from services.catalogue.demo.terms import Terms
from shared.database import Database
from shared.schema.accounts import Account
from shared.schema.base import new_id
from shared.schema.organisations import Unit
from shared.schema.paths import Path
from shared.secrets import Secrets
from shared.settings import Settings

ORGANISER = ("Helmi Järvinen", "helmi.jarvinen@example.org")
#: the employer whose staff the demo registers: who does it, and its units with what each works with
CONTACT = ("Sirpa Salmela", "sirpa.salmela@example.org")
EMPLOYER = "Sospro Oy"
UNITS = (
    ("Koivulan hoivakoti", "psykiatria"),
    ("Lastensuojelun avopalvelut", "avopalvelut"),
    ("Aikuissosiaalityö", "neuropsykiatria"),
)


def load(settings: Settings) -> bool:
    """Write the demo programme, in one transaction; False, having changed nothing, when it is there already."""
    database = Database(settings.database_url, "catalogue")
    try:
        with database.writing() as db:
            if db.scalar(select(Account.id).where(Account.email == ORGANISER[1])) is not None:
                return False
            organisations = {name: create_organisation(db, ACTOR, NewOrganisation(name)) for name in ORGANISATIONS}
            for name, colour in looks.COLOURS.items():
                change_look(db, LOADER, organisations[name], {"colour": colour, "logo": taken(looks.mark(colour))})
            _add_organiser(db, [organisations[name] for name in ORGANISERS])
            _add_contact(db, organisations[EMPLOYER])
            terms = Terms(db, ACTOR)
            for programme in PROGRAMMES:
                add_series(db, programme, organisations, terms.of(programme.slug))
            _add_path(db, PATH, organisations)
            add_projects(db, ACTOR)
            add_drafts(db, ACTOR)
        return True
    finally:
        database.close()


def sign_in_link(settings: Settings) -> str:
    """A one-time link that signs in the demo organiser."""
    database = Database(settings.database_url, "catalogue")
    try:
        with database.writing() as db:
            token = issue_link(db, Secrets(settings.secret_key), ORGANISER[1])
    finally:
        database.close()
    return f"{settings.public_url('catalogue')}/sign-in/{token}"


def _add_organiser(db: Connection, organisations: Sequence[UUID]) -> None:
    name, email = ORGANISER
    account_id = find_or_create_account(db, ACTOR, email, name)
    make_administrator(db, ACTOR, account_id)
    for organisation_id in organisations:
        add_membership(db, ACTOR, account_id, organisation_id, "organiser")


def _add_contact(db: Connection, employer: UUID) -> None:
    name, email = CONTACT
    add_membership(db, ACTOR, find_or_create_account(db, ACTOR, email, name), employer, "contact")
    units = [{"id": new_id(), "organisation_id": employer, "name": name, "profile": what} for name, what in UNITS]
    db.execute(insert(Unit), units)


def _add_path(db: Connection, path: DemoPath, organisations: dict[str, UUID]) -> None:
    new = NewPath(path.title, organisations[path.organiser], "fi", path.summary, path.description)
    path_id = create_path(db, ACTOR, new)
    db.execute(update(Path).where(Path.id == path_id).values(slug=path.slug))
    stages = [
        StageFacts(stage.name, stage.rule, Decimal(stage.credits[0]), Decimal(stage.credits[1]), ids(db, stage.series))
        for stage in path.stages
    ]
    set_stages(db, LOADER, path_id, stages)
    publish_path(db, ACTOR, path_id)
