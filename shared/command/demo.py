"""``kierros demo``."""

from importlib import import_module

import click
from sqlalchemy.exc import ProgrammingError
from structlog.contextvars import bound_contextvars

from shared.command.configuration import load_settings
from shared.database import migrate as migrations
from shared.settings import Settings

#: each writes its own service's tables
PARTS = ("services.catalogue.demo", "services.registration.demo")


@click.command()
def demo() -> None:
    """Load the demo programme, once: six programmes with invented people, dated around today."""
    settings = load_settings()
    migrations.migrate(settings.database_url)
    click.echo("Demo programme loaded." if load(settings) else "The demo programme was loaded before.")


def load(settings: Settings) -> bool:
    """Have each service load its own part, in order; False when all had been loaded before.

    The history of a series tells all of it as one save, as of one request.
    Raises ClickException when the database's login may not write for every service.
    """
    try:
        with bound_contextvars(request_id="demo"):
            # every part, not until one has
            return any([import_module(part).load(settings) for part in PARTS])  # noqa: C419
    except ProgrammingError as refused:
        raise click.ClickException(
            "The demo programme writes for all services. Run it with the database owner's KIERROS_DATABASE_URL, "
            f"the one that `kierros migrate` runs with. ({str(refused.orig).strip()})"
        ) from refused


def sign_in_link(settings: Settings) -> str:
    """A one-time link that signs in the demo organiser."""
    link: str = import_module("services.catalogue.demo").sign_in_link(settings)
    return link
