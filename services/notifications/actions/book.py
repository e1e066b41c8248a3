"""The book of outcomes: whoever brings one goes on once it is committed; those who come together share a commit."""

import threading
import time
from collections.abc import Sequence
from itertools import count

import structlog
from sqlalchemy.exc import SQLAlchemyError

from services.notifications.actions import record
from services.notifications.actions.record import Outcome
from shared.database import Database

#: far less than a mail server takes for a mail
GATHERING_SECONDS = 0.002
#: a database that is away is asked again after so long
_PAUSES_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)

log = structlog.get_logger(__name__)


class Book:
    """One sender's. What it was given is written, however long the database is away, or the process ends."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writing = threading.Lock()
        self._adding = threading.Lock()
        self._unwritten: list[Outcome] = []

    def write_down(self, outcomes: Sequence[Outcome]) -> None:
        """Return when these are committed."""
        if not outcomes:
            return
        with self._adding:
            self._unwritten += outcomes
        with self._writing:
            if self._is_written(outcomes[-1]):
                return
            # a moment for the other connections: one commit for all of them costs as much as one for each
            time.sleep(GATHERING_SECONDS)
            with self._adding:
                taken, self._unwritten = self._unwritten, []
            try:
                self._commit(taken)
            except BaseException:
                # those whose outcomes we took along must not take them for written
                with self._adding:
                    self._unwritten = [*taken, *self._unwritten]
                raise

    def _is_written(self, outcome: Outcome) -> bool:
        """Whether somebody who wrote before us took it along."""
        with self._adding:
            return all(one is not outcome for one in self._unwritten)

    def _commit(self, outcomes: Sequence[Outcome]) -> None:
        for tries in count():
            try:
                with self._database.writing() as db:
                    record.write_down(db, outcomes)
            except SQLAlchemyError:
                # what went out must not go out again, so nothing else is sent before this is known to be written
                log.warning("outcomes_not_written_yet", outcomes=len(outcomes), tries=tries, exc_info=not tries)
                time.sleep(_PAUSES_SECONDS[min(tries, len(_PAUSES_SECONDS) - 1)])
            else:
                return
