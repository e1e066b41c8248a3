"""One service's way to the database: short read and write transactions, never open while the network is used."""

import contextvars
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import copy
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event

from shared.database import postgresql, sqlite
from shared.database.guard import MIGRATION, WallError, refusal, writes
from shared.database.unchanged import CommitCount, Unchanged

Answer = TypeVar("Answer")

_in_transaction: contextvars.ContextVar[bool] = contextvars.ContextVar("in_transaction", default=False)

#: a patient writer rests for so many times as long as it took
RESTS = 16.0
LONGEST_REST_SECONDS = 1.0
#: it goes on at once when it has noticed no other writer for so long
CALM_SECONDS = 0.25

#: keys in ``Connection.info`` under which a write transaction gathers what is to be written last, and what must happen
#: after its commit
_BEFORE_COMMIT = "before_commit"
AFTER_COMMIT = "after_commit"
_WRITER = "writer"
_IS_COMPLETE = "kierros_is_complete"
_READS_ONLY = "kierros_reads_only"


class OpenTransactionError(Exception):
    """The network was about to be used while a transaction was open."""


class Database:
    """The shared database as one service may use it. Safe to share among threads; fork before its first use only."""

    def __init__(self, url: str, writer: str) -> None:
        """``writer`` is the service's name: the guard lets it write its own tables only."""
        self.writer = writer
        self.rests = 0.0
        self._url = url
        self._among_mates: Callable[[], AbstractContextManager[Any]] = nullcontext
        self._is_crowded_until = 0.0
        self.is_sqlite = url.startswith("sqlite")
        self._turnstile = sqlite.Turnstile(url) if self.is_sqlite else None
        self._unchanged = Unchanged()
        self._commits = CommitCount(url) if self.is_sqlite else None
        self.engine: Engine = sqlite.make_engine(url) if self.is_sqlite else postgresql.make_engine(url, writer)
        if writer != MIGRATION:
            event.listen(self.engine, "before_cursor_execute", self._hold_wall)
        # PostgreSQL shows a reader every statement's own moment anyway, so reading needs no BEGIN and no ROLLBACK there
        options: dict[str, Any] = {} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._readers = self.engine.execution_options(**options, **{_READS_ONLY: True})

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction for reading. On SQLite it sees one moment throughout, on PostgreSQL each statement its own."""
        with self._readers.connect() as connection, _marked_open():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that commits once, when the block ends without an exception.

        One that was said to be complete may have committed before: an error after that undoes nothing.
        Writers wait their turn. What was put to ``after_commit`` runs after the commit, outside the transaction.
        """
        # others wait while the turn is held, so it is held for the transaction alone
        with self._among_mates(), self.engine.connect() as connection:
            began = time.monotonic()
            todo: list[Callable[[], None]] = []
            connection.info[AFTER_COMMIT] = todo
            connection.info[_BEFORE_COMMIT] = {}
            connection.info[_WRITER] = self.writer
            connection.info[_IS_COMPLETE] = False
            with self._turn() as had_to_wait, _marked_open(), sqlite.as_writer(connection), connection.begin():
                yield connection
                for write in connection.info[_BEFORE_COMMIT].values():
                    write()
            took = time.monotonic() - began
            if self.rests:
                self._rest(had_to_wait or self._others_write(), took)
        for act in todo:
            act()

    def patient(self) -> "Database":
        """The same for work that nobody waits for: it rests after each write while others write too."""
        patient = copy(self)
        patient.rests = RESTS
        # the patient come one after the other, or each would take the next one's turn for other people's
        lock = threading.Lock()
        patient._among_mates = (  # noqa: SLF001 - a copy of ourselves
            sqlite.Turnstile(self._url, "patient").turn if self.is_sqlite else lambda: lock
        )
        return patient

    def until_changed(self, question: Hashable, ask: Callable[[], Answer], db: Connection | None = None) -> Answer:
        """What ``ask`` reads. It is read again only after somebody has committed something.

        Whether anybody has takes PostgreSQL a statement: it is asked where a connection for ``reading`` is given for
        that, which pays where ``ask`` takes longer than any statement.
        """
        moment: Hashable | None = None
        if self._commits is not None:
            moment = self._commits.now()
        elif db is not None:
            moment = postgresql.moment(db)
        return ask() if moment is None else self._unchanged.recall(moment, question, ask)

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()
        if self._commits is not None:
            self._commits.close()

    def _rest(self, met_others: bool, took: float) -> None:
        """Where writers have turns, a taken one says that there are others; PostgreSQL is asked."""
        now = time.monotonic()
        if met_others:
            self._is_crowded_until = now + CALM_SECONDS
        if now < self._is_crowded_until:
            time.sleep(min(LONGEST_REST_SECONDS, self.rests * took))

    def _others_write(self) -> bool:
        if self.is_sqlite:
            return False
        with self._readers.connect() as db:
            return postgresql.others_write(db)

    def _turn(self) -> AbstractContextManager[bool]:
        return nullcontext(False) if self._turnstile is None else self._turnstile.turn()

    def _hold_wall(self, connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if connection.get_execution_options().get(_READS_ONLY) and writes(statement):
            raise WallError("reading() is no place to write: use writing()")
        hold_wall(connection, self.writer, statement)


def hold_wall(connection: Connection, writer: str, statement: str) -> None:
    """Raise WallError for what ``writer`` may not do to the tables, or no longer in this transaction."""
    reason = refusal(writer, statement)
    if connection.info.get(_IS_COMPLETE) and writes(statement):
        reason = "this transaction was said to be complete, and may have committed"
    if reason:
        raise WallError(reason)


def complete(connection: Connection) -> None:
    """Say that everything is written that this write transaction is to write; from now on it refuses more."""
    connection.info[_IS_COMPLETE] = True


def writer_of(connection: Connection) -> str:
    """The service that this write transaction belongs to."""
    writer: str = connection.info[_WRITER]
    return writer


def before_commit(connection: Connection, name: Hashable, write: Callable[[], None]) -> None:
    """Have ``write`` called once, as the last of this write transaction, however often it is asked for by this name."""
    connection.info[_BEFORE_COMMIT].setdefault(name, write)


def after_commit(connection: Connection, act: Callable[[], None]) -> None:
    """Have ``act`` called once this write transaction has committed; adding the same one twice is once."""
    todo = connection.info[AFTER_COMMIT]
    if act not in todo:
        todo.append(act)


def assert_no_transaction() -> None:
    """Called before every use of the network. Raises OpenTransactionError while this thread holds a transaction."""
    if _in_transaction.get():
        raise OpenTransactionError("the network must not be used while a transaction is open")


@contextmanager
def _marked_open() -> Iterator[None]:
    token = _in_transaction.set(True)
    try:
        yield
    finally:
        _in_transaction.reset(token)


def is_alive(database: Database) -> bool:
    """Whether the database answers now."""
    with database.reading() as db:
        return bool(db.exec_driver_sql("SELECT 1").scalar())
