"""No mail is lost and none is repeated without need, whatever dies, and however the mail server behaves."""

import gc
import random
import time
import warnings
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from services.notifications.actions.retry import retry
from services.notifications.rules import problems
from services.notifications.rules.retries import MAIL_TRIES
from shared.database import Database
from shared.database.guard import MIGRATION
from shared.database.migrate import migrate
from shared.schema.notifications import Attempt, Message
from shared.settings import Settings
from tests.support.confirmations import GONE_EVERY, IS_LONG, queue_confirmations, wait_until_settled
from tests.support.database import SECRET_KEY, OpenDatabase
from tests.support.factories import Given
from tests.support.moody_server import MoodyServer, moody_server
from tests.support.mortal_postgres import mortal_postgres
from tests.support.senders import Senders, kill, senders

PEOPLE = 540 if IS_LONG else 180
ROUNDS = 200 if IS_LONG else 20
DATABASE_ROUNDS = 50 if IS_LONG else 6
AT_ONCE = 2
#: each has one more connection, for urgent mails
CONNECTIONS = 4
SEED = 20270111


def test_senders_killed_at_any_moment_lose_nothing_and_repeat_at_most_one_mail_for_each_connection(
    database_url: str, settings: Settings, given: Given, database: OpenDatabase, tmp_path: Path
) -> None:
    own, chance = database("notifications"), random.Random(SEED)
    queue_confirmations(given, own, settings, PEOPLE)
    moods = ("take",) * 16 + ("slow", "busy", "drop", "cut")
    with moody_server(moods, SEED) as server:
        mail_url = f"smtp://127.0.0.1:{server.port}"
        with senders(tmp_path / "log", DATABASE_URL=database_url, MAIL_URL=mail_url, SECRET_KEY=SECRET_KEY) as made:
            killed = _kill_again_and_again(made, server, chance)
            made.start()
            wait_until_settled(own)
            _send_again_what_was_given_up(own)
            wait_until_settled(own)
        _nothing_is_lost(own, server)
        _few_are_repeated(server, killed)
    _each_answer_is_kept(own, server)


def _kill_again_and_again(made: Senders, server: MoodyServer, chance: random.Random) -> int:
    """Two senders at a time, each killed a moment after some mails went out; how many were."""
    living = [made.start() for _number in range(AT_ONCE)]
    for _round in range(ROUNDS):
        server.wait_for_more(chance.randrange(1, 8), seconds=1.5)
        time.sleep(chance.random() / 200)
        kill(living.pop(0))
        living.append(made.start())
    for pid in living:
        kill(pid)
    return ROUNDS + len(living)


def _send_again_what_was_given_up(own: Database) -> None:
    """As an organiser does. A mail that twenty senders died over is shown as failed: it might be what kills them."""
    with own.writing() as db:
        given_up = Message.state == "failed", Message.problem == problems.BROKEN_OFF
        for message in db.execute(select(Message.id, Message.attempts).where(*given_up)).all():
            assert message.attempts >= MAIL_TRIES
            retry(db, "organiser", message.id)


def _nothing_is_lost(own: Database, server: MoodyServer) -> None:
    with own.reading() as db:
        rows = db.execute(select(Message.id, Message.recipient_email, Message.state)).all()
    assert len(rows) == PEOPLE
    states = Counter(row.state for row in rows)
    assert states == {"failed": PEOPLE // GONE_EVERY, "sent": PEOPLE - PEOPLE // GONE_EVERY}
    sent = {str(row.id): row.recipient_email for row in rows if row.state == "sent"}
    taken = {message_id[1:37]: reader for message_id, reader in server.recipients.items()}
    assert taken == sent, "every mail reached its own reader, and no other mail went out"


def _few_are_repeated(server: MoodyServer, killed: int) -> None:
    repeats = server.taken - Counter(dict.fromkeys(server.taken, 1)) - server.cuts
    assert repeats.total() <= killed * (CONNECTIONS + 1)
    # far below what the bound allows: a kill rarely falls between the server's 250 and the commit
    assert repeats.total() < PEOPLE


def _each_answer_is_kept(own: Database, server: MoodyServer) -> None:
    """Of each mail that counts as sent there is one attempt that says so, with what the server said."""
    with own.reading() as db:
        said = db.execute(
            select(Attempt.outcome, Attempt.answer, func.count()).group_by(Attempt.outcome, Attempt.answer)
        ).all()
    answers = {(outcome, answer): count for outcome, answer, count in said}
    assert answers["sent", "taken"] == len(server.taken)
    assert answers["failed", "5.1.1 nobody has this address"] == PEOPLE // GONE_EVERY
    assert answers["try-later", "4.3.2 busy"] > 0


@pytest.mark.postgres
def test_database_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    """Whoever sent a mail and can't write that down waits until it can, so a dead database repeats almost nothing."""
    chance = random.Random(SEED)
    with mortal_postgres() as postgres, moody_server(("take", "take", "slow"), SEED) as server:
        migrate(postgres.url)
        settings = Settings(database_url=postgres.url, secret_key=SECRET_KEY)
        own = Database(postgres.url, "notifications")
        with closing(own), closing(Database(postgres.url, MIGRATION)) as everything:
            queue_confirmations(Given(everything), own, settings, PEOPLE)
            mail_url = f"smtp://127.0.0.1:{server.port}"
            with senders(tmp_path / "log", DATABASE_URL=postgres.url, MAIL_URL=mail_url, SECRET_KEY=SECRET_KEY) as made:
                for _sender in range(AT_ONCE):
                    made.start()
                for _round in range(DATABASE_ROUNDS):
                    server.wait_for_more(chance.randrange(1, 12), seconds=3)
                    time.sleep(chance.random() / 100)
                    postgres.kill()
                    time.sleep(chance.random() / 20)
                    postgres.start()
                wait_until_settled(own)
            _nothing_is_lost(own, server)
    assert (server.taken.total() - len(server.taken)) <= DATABASE_ROUNDS * AT_ONCE * (CONNECTIONS + 1)
    with warnings.catch_warnings():
        # connections to a server that was killed have nobody to say goodbye to
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
