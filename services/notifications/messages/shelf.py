"""What is looked up once for a whole row of messages: most are about the same few things."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Row

Found = TypeVar("Found")
#: looks up one thing by its id
LookUp = Callable[[Connection, UUID], Found]
#: looks up something of each message, by the message's id; those that have none are left out
LookUpAll = Callable[[Connection, Sequence[Row[Any]]], Mapping[UUID, Found]]


@dataclass(frozen=True)
class Shelf:
    """Holds for one row of messages, within one read of the database."""

    db: Connection
    messages: Sequence[Row[Any]]
    _things: dict[tuple[LookUp[Any], UUID], Any] = field(default_factory=dict)
    _of_messages: dict[LookUpAll[Any], Mapping[UUID, Any]] = field(default_factory=dict)

    def once(self, look_up: LookUp[Found], identifier: UUID) -> Found:
        """One thing, looked up when it is asked for the first time."""
        key = (look_up, identifier)
        if key not in self._things:
            self._things[key] = look_up(self.db, identifier)
        found: Found = self._things[key]
        return found

    def each(self, look_up: LookUpAll[Found], message: Row[Any]) -> Found | None:
        """What belongs to one of the messages; with the first one that asks, all of them are looked up."""
        if look_up not in self._of_messages:
            self._of_messages[look_up] = look_up(self.db, self.messages)
        return self._of_messages[look_up].get(message.id)
