"""Organisers' own words for the mails of a series, in all their versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, case, func, select

from shared.schema.accounts import Account, ApiKey
from shared.schema.mail_templates import MailTemplate

_newest = (
    select(MailTemplate.kind, MailTemplate.language, func.max(MailTemplate.version).label("version"))
    .where(MailTemplate.series_id == bindparam("series_id"))
    .group_by(MailTemplate.kind, MailTemplate.language)
    .subquery()
)
_OF_SERIES = (
    select(MailTemplate.kind, MailTemplate.language, MailTemplate.subject, MailTemplate.text)
    .join(
        _newest,
        (MailTemplate.kind == _newest.c.kind)
        & (MailTemplate.language == _newest.c.language)
        & (MailTemplate.version == _newest.c.version),
    )
    .where(MailTemplate.series_id == bindparam("series_id"))
)
_VERSIONS = (
    select(
        MailTemplate.version,
        MailTemplate.subject,
        MailTemplate.text,
        MailTemplate.actor,
        MailTemplate.created_at,
    )
    .where(
        MailTemplate.series_id == bindparam("series_id"),
        MailTemplate.kind == bindparam("kind"),
        MailTemplate.language == bindparam("language"),
    )
    .order_by(MailTemplate.version.desc())
)
#: what people and keys are called, in the words in which a version says who wrote it
_PEOPLE = select(Account.id, case((Account.name != "", Account.name), else_=Account.email).label("name"))


@dataclass(frozen=True, slots=True)
class Words:
    """A subject and a text, as an organiser wrote them; an empty one: the standard words."""

    subject: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Which:
    """Which mail's words: of one series, for one kind of mail, in one language."""

    series_id: UUID
    kind: str
    language: str


def of_series(db: Connection, series_id: UUID) -> dict[tuple[str, str], Words]:
    """What is in use, by kind and language; what went back to the standard words is left out."""
    rows = db.execute(_OF_SERIES, {"series_id": series_id})
    return {(row.kind, row.language): Words(row.subject, row.text) for row in rows if row.subject or row.text}


@dataclass(frozen=True, slots=True)
class Version:
    """Words as they were kept: by whom (``account:<id>`` or ``key:<id>``) and when."""

    version: int
    words: Words
    actor: str
    created_at: datetime


def versions(db: Connection, which: Which) -> list[Version]:
    """Every version, the newest, which is in use, first."""
    return [_version(row) for row in db.execute(_VERSIONS, _about(which))]


def newest(db: Connection, which: Which) -> Version | None:
    """The version in use."""
    row = db.execute(_VERSIONS.limit(1), _about(which)).one_or_none()
    return _version(row) if row else None


def _about(which: Which) -> dict[str, Any]:
    return {"series_id": which.series_id, "kind": which.kind, "language": which.language}


def _version(row: Row[int, str, str, str, datetime]) -> Version:
    return Version(row.version, Words(row.subject, row.text), row.actor, row.created_at)


def names_of(db: Connection, actors: Sequence[str]) -> dict[str, str]:
    """What those are called who wrote versions; whoever is gone is left out."""
    ids: dict[str, list[UUID]] = {"account": [], "key": []}
    for kind, _colon, identifier in (actor.partition(":") for actor in set(actors)):
        if kind in ids:
            ids[kind].append(UUID(identifier))
    people = db.execute(_PEOPLE.where(Account.id.in_(ids["account"])))
    keys = db.execute(select(ApiKey.id, ApiKey.name).where(ApiKey.id.in_(ids["key"])))
    return {f"account:{row.id}": row.name for row in people} | {f"key:{row.id}": row.name for row in keys}
