"""Prepared statements sent to PostgreSQL together: one way there and back for all of them (libpq's pipeline mode).

A lock that others wait for is held for the shorter, and no time goes by between its statements but the server's own.
psycopg offers pipelines too; what its cursors do around each statement takes longer than all of this.
"""

import select
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

#: key in ``Connection.info``: the statements that the server has prepared for this connection, each with its name
_PREPARED = "prepared_in_pipeline"
#: and what turns Python's values into the server's: it learns each type once
_TRANSFORMER = "transformer_in_pipeline"
_ASK = b"SELECT statement, name FROM pg_prepared_statements WHERE name LIKE 'kierros_%'"
_BEGIN = b"BEGIN ISOLATION LEVEL READ COMMITTED"
_COMMIT = b"COMMIT"


def run(db: Connection, statements: Sequence[tuple[str, Sequence[Any]]], *, commits: bool = False) -> list[int]:
    """How many rows each statement changed or found. Their parameters are ``$1``, ``$2``, … of types that they name.

    They join the transaction, or begin it. What they began they also end if it ``commits``; later ones begin anew.
    Raises the driver's errors; what follows a statement that failed isn't run.
    """
    driver = db.dialect.loaded_dbapi
    connection: Any = db.connection.driver_connection
    libpq = connection.pgconn
    names = [_prepared(db, driver, sql) for sql, _values in statements]
    dumped = [_dumped(db, driver, values) for _sql, values in statements]
    begins = libpq.transaction_status == driver.pq.TransactionStatus.IDLE
    # what others began, perhaps with a savepoint, is theirs to end
    ends = begins and commits
    libpq.enter_pipeline_mode()
    try:
        if begins:
            libpq.send_query_params(_BEGIN, None)
        for name, values in zip(names, dumped, strict=True):
            libpq.send_query_prepared(name, values)
        if ends:
            libpq.send_query_params(_COMMIT, None)
        libpq.pipeline_sync()
        results = _results(libpq, driver, begins + len(names) + ends)
        libpq.exit_pipeline_mode()
    finally:
        # interrupted: nobody could make sense of what the server still says
        if libpq.pipeline_status != driver.pq.PipelineStatus.OFF:
            connection.close()
    return [_rows(driver, result) for result in results][begins : begins + len(names)]


def forget(db: Connection, *_savepoint: Any) -> None:
    """To be called before every rollback: psycopg then has the server forget prepared statements, ours among them."""
    if not db.invalidated:
        connection: Any = db.connection.driver_connection
        _forget_if_busy(connection, db.info)


def forget_at_return(connection: Any, record: Any, _state: Any) -> None:
    """The same before the pool undoes what a connection that comes back to it has left open."""
    _forget_if_busy(connection, record.info)


def _forget_if_busy(connection: Any, info: dict[Any, Any]) -> None:
    # 0 is libpq's PQTRANS_IDLE; there is nothing to undo then
    if connection.pgconn.transaction_status != 0:
        info.pop(_PREPARED, None)


def _prepared(db: Connection, driver: Any, sql: str) -> bytes:
    """The name under which the server knows the statement for this connection; it is prepared when it is new."""
    connection: Any = db.connection.driver_connection
    known: dict[str, bytes] | None = db.info.get(_PREPARED)
    if known is None:
        answer = connection.pgconn.exec_(_ASK)
        _rows(driver, answer)
        known = {answer.get_value(row, 0).decode(): answer.get_value(row, 1) for row in range(answer.ntuples)}
        db.info[_PREPARED] = known
    if sql not in known:
        name = f"kierros_{len(known)}".encode()
        _rows(driver, connection.pgconn.prepare(name, sql.encode()))
        known[sql] = name
    return known[sql]


def _dumped(db: Connection, driver: Any, values: Sequence[Any]) -> Sequence[Any]:
    transformer = db.info.get(_TRANSFORMER)
    if transformer is None:
        transformer = db.info[_TRANSFORMER] = driver.adapt.Transformer(db.connection.driver_connection)
    return transformer.dump_sequence(values, [driver.adapt.PyFormat.TEXT] * len(values))  # type: ignore[no-any-return]


def _results(libpq: Any, driver: Any, count: int) -> list[Any]:
    """The results of so many statements, and the end of the pipeline after them. Other threads go on meanwhile."""
    results: list[Any] = []
    while len(results) <= count:
        while libpq.flush() or libpq.is_busy():
            ready = select.poll()
            ready.register(libpq.socket, select.POLLIN | (select.POLLOUT if libpq.flush() else 0))
            ready.poll()
            libpq.consume_input()
        result = libpq.get_result()
        # between the results of two statements there is none
        if result is not None:
            results.append(result)
        elif libpq.status == driver.pq.ConnStatus.BAD:
            raise driver.OperationalError("the connection to the server was lost")
    return results[:count]


def _rows(driver: Any, result: Any) -> int:
    status = driver.pq.ExecStatus(result.status)
    if status not in {driver.pq.ExecStatus.COMMAND_OK, driver.pq.ExecStatus.TUPLES_OK}:
        raise driver.errors.error_from_result(result)
    return result.command_tuples or 0
