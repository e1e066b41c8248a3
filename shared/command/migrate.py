"""``kierros migrate``."""

import click

from shared.command.configuration import load_settings
from shared.database import migrate as migrations


@click.command()
def migrate() -> None:
    """Bring the database to the schema of this version."""
    changed = migrations.migrate(load_settings().database_url)
    click.echo(f"Database is at version {migrations.head()}." if changed else "Database was already up to date.")
