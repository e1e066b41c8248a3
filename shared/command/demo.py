"""``kierros demo``."""

from importlib import import_module

import click

from shared.command.configuration import load_settings
from shared.settings import Settings


@click.command()
def demo() -> None:
    """Load the demo programme, once: five programmes with invented people, dated around today."""
    click.echo("Demo programme loaded." if load(load_settings()) else "The demo programme was loaded before.")


def load(settings: Settings) -> bool:
    """Have each service load its own part, in order; False when it had been loaded before."""
    if not import_module("services.catalogue.demo").load(settings):
        return False
    import_module("services.registration.demo").load(settings)
    return True


def sign_in_link(settings: Settings) -> str:
    """A one-time link that signs in the demo organiser."""
    link: str = import_module("services.catalogue.demo").sign_in_link(settings)
    return link
