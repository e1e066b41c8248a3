"""``kierros clock``."""

from importlib import import_module

import click

from shared.command.configuration import load_settings


@click.command()
def clock() -> None:
    """Run the clock: delivery, reminders, and what falls due in the services. Ends on SIGTERM."""
    # imported here: asking for --help should not wait for the whole service
    import_module("services.notifications.clock").run(load_settings())
