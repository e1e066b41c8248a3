"""``kierros clock`` and ``kierros mail``."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from importlib import import_module
from pathlib import Path
from typing import cast

import click

from shared.command.configuration import load_settings

_FOLDER = "maildir:"


@click.command()
def clock() -> None:
    """Run the clock: delivery, reminders, and what falls due in the services. Ends on SIGTERM."""
    # imported here: asking for --help should not wait for the whole service
    import_module("services.notifications.clock").run(load_settings())


@click.command()
@click.argument("address", required=False)
def mail(address: str | None) -> None:
    """Print the newest mail of the mail folder, or the newest one to an address, with its links as they went."""
    mail_url = load_settings().mail_url
    if not mail_url.startswith(_FOLDER):
        raise click.ClickException("Mail goes to a server (KIERROS_MAIL_URL), so there is no folder to read.")
    newest = _newest(Path(mail_url.removeprefix(_FOLDER)), (address or "").lower())
    if newest is None:
        raise click.ClickException("There is no such mail yet. It comes in a minute or so.")
    body = newest.get_body(("plain",))
    click.echo(f"{newest['To']}\n{newest['Subject']}\n")
    click.echo(cast("EmailMessage", body).get_content() if body else "")


def _newest(folder: Path, address: str) -> EmailMessage | None:
    if not (folder / "new").is_dir():
        return None
    for path in sorted((folder / "new").iterdir(), key=lambda one: (one.stat().st_mtime_ns, one.name), reverse=True):
        found = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        if address in str(found["To"]).lower():
            return found
    return None
