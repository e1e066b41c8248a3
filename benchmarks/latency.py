"""How soon a mail is with the mail server: when nothing else is to be sent, and behind fifty thousand others."""

import re
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

import requests
from sqlalchemy import String, cast, insert, literal, select

from benchmarks import smtp_server
from benchmarks.installation import Installation, install
from benchmarks.offerings import open_offerings
from benchmarks.report import Figure
from services.notifications.queries.row_id import row_id, words
from services.notifications.rules import kinds
from shared import clock
from shared.database import Database
from shared.database.guard import MIGRATION
from shared.schema.notifications import Message

BACKLOG = 50_000
#: what the longest wait for one mail may be, in seconds
IDLE, BEHIND = 1.0, 3.0
ORGANISER = "organiser@example.org"
GIVE_UP_SECONDS = 60.0


def measure(folder: Path, rounds: int, _seconds: float) -> list[Figure]:
    """All of Kierros on the embedded database."""
    taken = folder / "taken"
    with smtp_server.serving(taken) as port:
        installation = install(folder, mail_url=f"smtp://127.0.0.1:{port}")
        with installation.up():
            key, [path] = open_offerings(installation, 1)
            installation.command("sign-in", ORGANISER)
            idle = median(_registered(installation, key, path, taken, number) for number in range(rounds))
            _put_behind(folder)
            _wait_for(taken, "waiting")
            behind = median(_signed_in(installation, taken, number) for number in range(rounds))
    return [
        Figure("first mail after a registration, idle", idle, "s", at_most=IDLE),
        Figure(f"sign-in link behind {BACKLOG:,} reminders", behind, "s", at_most=BEHIND),
    ]


def _registered(installation: Installation, key: str, path: str, taken: Path, number: int) -> float:
    """Seconds from the answer, which comes after the commit, to the mail server."""
    # so that a second ring is not kept back for the first one
    time.sleep(2)
    person = {"email": f"person{number}@example.com", "name": "Aino"}
    installation.call("POST", "registration", path.removeprefix("/api/v1"), key, {"people": [person]})
    answered = time.monotonic()
    return max(0.0, _wait_for(taken, person["email"]) - answered)


def _signed_in(installation: Installation, taken: Path, number: int) -> float:
    """Seconds from asking for the link to the mail server."""
    address = f"http://127.0.0.1:{installation.ports['catalogue']}/sign-in"
    before = _lines(taken, ORGANISER)
    browser = requests.Session()
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(address, timeout=30).text)[0]
    asked = time.monotonic()
    browser.post(address, data={"csrf_token": token, "email": ORGANISER}, timeout=30).raise_for_status()
    arrived = _wait_for(taken, ORGANISER, before + 1)
    if number == 0 and _lines(taken, "waiting") >= BACKLOG:
        raise RuntimeError("the others had all been sent")
    time.sleep(1)
    return arrived - asked


def _lines(taken: Path, whom: str) -> int:
    return sum(whom in line for line in taken.read_text(encoding="utf-8").splitlines())


def _wait_for(taken: Path, whom: str, count: int = 1) -> float:
    """When the so many-th mail to somebody was taken. Raises RuntimeError when it isn't."""
    deadline = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < deadline:
        with suppress(IndexError):
            found = [line for line in taken.read_text(encoding="utf-8").splitlines() if whom in line]
            return float(found[count - 1].split()[0])
        time.sleep(0.02)
    raise RuntimeError(f"no mail to {whom}")


def _put_behind(folder: Path) -> None:
    """As urgent as reminders; links to the own page, since their words need no reminder to fall due."""
    database = Database(f"sqlite:///{folder / 'kierros.db'}", MIGRATION)
    with database.writing() as db:
        confirmed = select(Message.__table__).where(Message.kind == kinds.REGISTRATION_CONFIRMED).limit(1)
        row = db.execute(confirmed).mappings().one()
        numbers = select(literal(0).label("n")).cte("numbers", recursive=True)
        numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < BACKLOG - 1))
        same = ("series_id", "offering_id", "subject_id", "language", "recipient_name")
        columns = {name: literal(row[name], Message.__table__.c[name].type) for name in same}
        columns |= {
            "id": row_id(db.dialect),
            "kind": literal(kinds.OWN_LINK),
            "state": literal("queued"),
            "priority": literal(kinds.PRIORITIES[kinds.REMINDER]),
            "turn": numbers.c.n,
            "is_due": literal(True),
            "attempts": literal(0),
            "once": words("waiting", numbers.c.n),
            "recipient_email": literal("waiting") + cast(numbers.c.n, String) + "@example.com",
            "due_at": literal(clock.now(), Message.__table__.c.due_at.type),
            "created_at": literal(clock.now(), Message.__table__.c.created_at.type),
        }
        db.execute(insert(Message).from_select(list(columns), select(*columns.values())))
