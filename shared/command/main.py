"""``kierros``: the commands, each loaded when it is called, so that none waits for what another needs."""

from importlib import import_module
from typing import Any

import click
from sqlalchemy.exc import OperationalError

_COMMANDS = {
    "up": "shared.command.up:up",
    "serve": "shared.command.serve:serve",
    "migrate": "shared.command.migrate:migrate",
    "demo": "shared.command.demo:demo",
    "clock": "services.notifications.commands:clock",
    "mail": "services.notifications.commands:mail",
    "sign-in": "services.catalogue.commands:sign_in",
    "api-key": "services.catalogue.commands:api_key",
}


class LazyGroup(click.Group):
    """A group whose commands stand where they belong: the services' own in the services."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, as listed by --help."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Load a command by its name."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _colon, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a database out of reach is said in a sentence."""
        try:
            return super().invoke(ctx)
        except OperationalError as unreachable:
            raise click.ClickException(
                f"The database (KIERROS_DATABASE_URL) can't be used: {str(unreachable.orig).strip()}"
            ) from unreachable


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Kierros runs webinar series and training programmes: what is on offer, who comes, and who must know."""
