"""Settings for a command: read, or the command ends with what is wrong."""

import click

from shared import settings


def load_settings() -> settings.Settings:
    """Read the environment; a wrong one ends the command with every mistake listed, exit status 2."""
    try:
        return settings.load()
    except settings.SettingsError as wrong:
        click.echo(str(wrong), err=True)
        raise SystemExit(2) from None
