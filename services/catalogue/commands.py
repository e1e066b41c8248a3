"""``kierros sign-in`` and ``kierros api-key``: what the keeper of an installation does at the command line."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import UUID

import click
from flask import Flask
from flask_babel import Babel
from sqlalchemy import Connection, select

from services.catalogue.actions import accounts
from services.catalogue.actions import sign_in as signing_in
from services.catalogue.actions.api_keys import NewKey, create_api_key
from shared.addresses import BadAddress, normalise
from shared.command.configuration import load_settings
from shared.database import Database
from shared.database.migrate import is_current, migrate
from shared.errors import Refusal
from shared.schema.accounts import ROLES
from shared.schema.base import NAME_LENGTH
from shared.schema.organisations import Organisation
from shared.secrets import Secrets
from shared.settings import Settings

ACTOR = "system"


@click.command("sign-in")
@click.argument("email")
@click.option("--administrator", is_flag=True, help="Make the account an administrator of the installation.")
def sign_in(email: str, administrator: bool) -> None:
    """Print a one-time link that signs EMAIL in, good for 15 minutes in any browser.

    The account is made when there is none. The first account of an installation becomes its administrator.
    """
    settings = load_settings()
    try:
        address = normalise(email)
    except BadAddress as wrong:
        raise click.BadParameter(str(wrong), param_hint="EMAIL") from wrong
    with _writing(settings) as db:
        account_id = accounts.find_or_create_account(db, ACTOR, address)
        if administrator or not accounts.has_administrator(db):
            accounts.make_administrator(db, ACTOR, account_id)
        token = signing_in.issue_link(db, Secrets(settings.secret_key), address)
    minutes = int(signing_in.GOOD_FOR.total_seconds() // 60)
    click.echo(f"{address} signs in with this link, once, within {minutes} minutes:")
    click.echo(f"{settings.catalogue_url}/sign-in/{token}")


@click.group("api-key")
def api_key() -> None:
    """Keys for programs that use the API."""


@api_key.command("create")
@click.option("--name", required=True, help="What the key is for, so that it is recognised later.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What its holder may do.")
@click.option("--organisation", help="Id or name of the one organisation it is for; without it the role holds in all.")
def create(name: str, role: str, organisation: str | None) -> None:
    """Make a key and print it, this once, as the last word."""
    if not 0 < len(name.strip()) <= NAME_LENGTH:
        raise click.BadParameter(f"1 to {NAME_LENGTH} characters", param_hint="--name")
    with _writing(load_settings()) as db:
        organisation_id = _organisation(db, organisation) if organisation else None
        _key_id, key = create_api_key(db, ACTOR, NewKey(name.strip(), role, organisation_id))
    click.echo(f"Key “{name.strip()}” ({role}). Keep it safe: it is not shown again. {key}")


def _organisation(db: Connection, said: str) -> UUID:
    """The organisation with this id, or the only one with this name."""
    try:
        which = Organisation.id == UUID(said)
    except ValueError:
        which = Organisation.name == said
    found = db.scalars(select(Organisation.id).where(which)).all()
    if len(found) == 1:
        return found[0]
    problem = "several organisations have this name, use the id" if found else "there is no such organisation"
    raise click.BadParameter(f"{problem}: {said}", param_hint="--organisation")


@contextmanager
def _writing(settings: Settings) -> Iterator[Connection]:
    """A write transaction on a migrated database; a refusal ends the command with its sentence."""
    with _speaking(settings), closing(Database(settings.database_url, "catalogue")) as database:
        if not is_current(database):
            migrate(settings.database_url)
        try:
            with database.writing() as db:
                yield db
        except Refusal as refusal:
            raise click.ClickException(refusal.sentence) from refusal


@contextmanager
def _speaking(settings: Settings) -> Iterator[None]:
    """Actions say their refusals through Flask-Babel, which wants an app around it."""
    app = Flask(__name__)
    app.config["BABEL_DEFAULT_LOCALE"] = settings.default_language
    Babel(app)  # type: ignore[no-untyped-call]
    with app.app_context():
        yield
