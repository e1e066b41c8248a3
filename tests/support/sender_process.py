"""Senders to be killed: ``python -m tests.support.sender_process``, with settings in the environment as for Kierros.

Each line on its standard input makes one more sender, a process whose id it prints; each sends for as long as it lives.
Everything that can be ready before a database is used is made once, so that another sender is there in a moment.
"""

import os
import signal
import sys
import time
import traceback
from datetime import timedelta

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from services.notifications.actions import claim, outbox, send_due
from services.notifications.app import create_app
from services.notifications.courier import courier_of
from services.notifications.rules import breaker, retries
from shared.settings import load


def hurry() -> None:
    """Leases end and failures are forgotten so soon that a test needn't wait for them."""
    claim.LEASE, send_due.RENEW_EVERY = timedelta(seconds=3), timedelta(seconds=0.5)
    outbox.LAST_MOMENT = timedelta(seconds=0.5)
    # so that the dead hold few
    send_due.FOR_EACH = 2
    soon = timedelta(milliseconds=50)
    breaker._FIRST_PAUSE = breaker._LONGEST_PAUSE = soon
    retries._FIRST_PAUSE = retries._LONGEST_PAUSE = soon


def send_for_ever(app: Flask) -> None:
    """A database that is away is no reason to end."""
    while True:
        try:
            courier_of(app).run()
            time.sleep(0.01)
        except SQLAlchemyError:
            traceback.print_exc()
            time.sleep(0.05)


def main() -> None:
    """Make a sender whenever asked."""
    hurry()
    app = create_app(load())
    for half in ("html", "txt"):
        app.jinja_env.get_template(f"mail/letter.{half}")
    # nobody waits for those who are killed
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    answers = os.dup(1)
    os.dup2(2, 1)
    for _line in sys.stdin:
        pid = os.fork()
        if not pid:
            send_for_ever(app)
        os.write(answers, f"{pid}\n".encode())


if __name__ == "__main__":
    main()
