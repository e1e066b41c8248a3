"""``kierros up``: everything on one machine, from one command."""

import socket
import time

import click
import requests

from shared.command import demo
from shared.command.configuration import load_settings
from shared.command.supervisor import Supervisor
from shared.database import migrate
from shared.settings import SERVICES, Settings

READY_WITHIN_SECONDS = 60


@click.command()
@click.option("--demo", "with_demo", is_flag=True, help="Load the demo programme first, once.")
def up(with_demo: bool) -> None:
    """Migrate the database, start the three services and the clock, and print where they are.

    A service that dies is restarted. Ctrl-C ends all.
    """
    settings = load_settings()
    _require_free_ports(settings)
    if migrate.migrate(settings.database_url):
        click.echo(f"Database made ready (version {migrate.head()}).")
    if with_demo and demo.load(settings):
        click.echo("Demo programme loaded: six programmes with invented people.")
    supervisor = Supervisor(settings)
    supervisor.start()
    try:
        supervisor.watch(until=lambda: _all_ready(settings), within=READY_WITHIN_SECONDS)
        _say_where(settings, with_demo=with_demo)
        supervisor.watch()
    finally:
        supervisor.stop()


def _require_free_ports(settings: Settings) -> None:
    """Say it before anything is started when another program listens where a service should."""
    for name in SERVICES:
        host, _colon, port = settings.bind_of(name).rpartition(":")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, int(port)))
            except OSError as taken:
                raise click.ClickException(
                    f"Port {port}, where {name} should listen, is taken. Stop what uses it (perhaps another Kierros), "
                    f"or give {name} another address with KIERROS_{name.upper()}_URL."
                ) from taken


def _all_ready(settings: Settings) -> bool:
    return all(_is_ready(settings, name) for name in SERVICES)


def _is_ready(settings: Settings, name: str) -> bool:
    address = f"http://{settings.bind_of(name)}{settings.path_of(name)}/readyz"
    try:
        return requests.get(address, timeout=1).ok
    except requests.RequestException:
        return False


def _say_where(settings: Settings, *, with_demo: bool) -> None:
    click.echo(f"\nKierros is up ({time.process_time():.1f} s of work).\n")
    for name, what in (
        ("catalogue", "what is on offer, sign-in, workspace"),
        ("registration", "places and participants"),
        ("notifications", "mail and calendars"),
    ):
        click.echo(f"  {name:<14} {settings.public_url(name)}  {what}")
    if settings.mail_url.startswith("maildir:"):
        click.echo(f"\n  Mail is kept in {settings.mail_url.removeprefix('maildir:')}; organisers read it at")
        click.echo(f"  {settings.public_url('notifications')}/messages")
    if with_demo:
        click.echo(f"\n  Sign in as the demo organiser (this link works once):\n  {demo.sign_in_link(settings)}")
    else:
        click.echo("\n  First administrator: kierros sign-in you@your-organisation.example")
    click.echo("\nCtrl-C ends all.", nl=True)
