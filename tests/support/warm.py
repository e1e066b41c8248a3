"""What one test has compiled and the next need not compile again.

Every test opens its own databases and makes its own services. What they ask and show is the same each time, and
compiling it takes longer than running it.
"""

from collections.abc import Iterator
from types import CodeType
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from werkzeug.routing import Rule

_BUILDERS = ("_build", "_build_unknown")


class _Compiled(BytecodeCache):
    """Templates as this process compiled them, by their place and words."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def _statements() -> Iterator[None]:
    """All engines of this process share what SQLAlchemy has compiled."""
    compiled: dict[Any, Any] = {}

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)

    with pytest.MonkeyPatch.context() as patch:
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            # a statement is remembered for its dialect, of which every engine has one of its own; all are alike here
            patch.setattr(dialect, "__hash__", lambda self: hash(type(self)))
            patch.setattr(dialect, "__eq__", lambda self, other: type(self) is type(other))
        event.listen(Engine, "engine_connect", share)
        yield
        event.remove(Engine, "engine_connect", share)


@pytest.fixture(scope="session", autouse=True)
def _templates() -> Iterator[None]:
    """All services made in this process share what Jinja has compiled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": _Compiled()})
        yield


@pytest.fixture(scope="session", autouse=True)
def _routes() -> Iterator[None]:
    """All services made in this process share what Werkzeug makes of a route: how it is matched, and its addresses."""
    compile_rule, made = Rule.compile, dict[Any, dict[str, Any]]()

    def remembered(rule: Rule) -> None:
        key = (rule.rule, rule.host, rule.subdomain, repr(rule.defaults), rule.merge_slashes)
        if key not in made:
            compile_rule(rule)
            made[key] = {name: getattr(rule, name) for name in ("_parts", "_trace", "_converters", "arguments")}
            made[key] |= {name: getattr(rule, name).__func__ for name in _BUILDERS}
        vars(rule).update(made[key] | {name: made[key][name].__get__(rule, None) for name in _BUILDERS})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", remembered)
        yield
