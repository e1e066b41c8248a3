"""Which registrations are meant: an offering's, narrowed down by what somebody looks for."""

from collections.abc import Set
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, String, func, literal, or_, select

from services.registration.rules import search
from shared.rules.questions import BETWEEN
from shared.schema.registration import Answer, Person, Registration


@dataclass(frozen=True, slots=True)
class AnswerIs:
    """What was answered to a question."""

    #: the question's key
    question: str
    #: this, or with it among several; None: anything
    value: str | None = None
    #: nothing at all
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Which registrations of an offering, from where on, and how many."""

    offering_id: UUID
    #: null: all of them
    limit: int | None = None
    state: str | None = None
    #: the last registration of the page before
    after: UUID | None = None
    #: registered for one of these organisations; None: whoever it is
    organisations: Set[UUID] | None = None
    #: words that are all in the name or the address, whatever their case
    text: str = ""
    organisation_id: UUID | None = None
    #: only those who were registered for no organisation
    without_organisation: bool = False
    unit: str | None = None
    answer: AnswerIs | None = None
    #: these alone; None: no such limit
    ids: tuple[UUID, ...] | None = None
    #: only those who wait for the organiser's yes
    asks: bool = False
    #: only those on the waiting list, who wait for nobody's yes
    in_line: bool = False

    @property
    def in_every_state(self) -> "Filter":
        """The same whatever the state, from the beginning on."""
        return replace(self, state=None, asks=False, in_line=False, after=None)

    @property
    def asking(self) -> "Filter":
        """The same, only those who wait for the organiser's yes."""
        return replace(self, state="waitlisted", asks=True, in_line=False, after=None)

    @property
    def whole(self) -> "Filter":
        """The same, all of it at once."""
        return replace(self, limit=None, after=None)


def matching(statement: Select[*tuple[Any, ...]], wanted: Filter) -> Select[*tuple[Any, ...]]:
    """A SELECT of registrations and their people, narrowed down."""
    conditions = [
        Registration.offering_id == wanted.offering_id,
        Registration.state == wanted.state if wanted.state is not None else None,
        Registration.awaits_approval if wanted.asks else None,
        ~Registration.awaits_approval if wanted.in_line else None,
        Registration.id > wanted.after if wanted.after is not None else None,
        Registration.id.in_(wanted.ids) if wanted.ids is not None else None,
        Registration.organisation_id.in_(wanted.organisations) if wanted.organisations is not None else None,
        Registration.organisation_id == wanted.organisation_id if wanted.organisation_id is not None else None,
        Registration.organisation_id.is_(None) if wanted.without_organisation else None,
        Registration.unit == wanted.unit if wanted.unit is not None else None,
        answered(wanted.answer) if wanted.answer is not None else None,
        *(has_word(word) for word in search.words(wanted.text)),
    ]
    return statement.where(*(one for one in conditions if one is not None))


def answered(wanted: AnswerIs) -> ColumnElement[bool]:
    """Somebody's answer to one question; an option may be one of several lines."""
    answer = select(Answer.registration_id).where(
        Answer.registration_id == Registration.id, Answer.question == wanted.question
    )
    if wanted.is_missing:
        return ~answer.exists()
    if wanted.value is not None:
        line = literal(BETWEEN, String).concat(Answer.value).concat(BETWEEN)
        answer = answer.where(line.contains(f"{BETWEEN}{wanted.value}{BETWEEN}", autoescape=True))
    return answer.exists()


def has_word(word: str) -> ColumnElement[bool]:
    """The word is in the name or in the address; in another alphabet than ours, in the case in which it is written."""
    small = word.lower()
    return or_(
        _small(Person.name, small).like(search.pattern(small), escape="\\"),
        Person.name.like(search.pattern(word), escape="\\"),
        Person.email_key.like(search.pattern(small), escape="\\"),
    )


def _small(text: SQLColumnExpression[str], word: str) -> SQLColumnExpression[str]:
    """In small letters, as far as the word has them: SQLite and some PostgreSQL know only those of ASCII."""
    capitals = [capital for capital in search.CAPITALS if capital.lower() in word]
    return reduce(lambda so_far, capital: func.replace(so_far, capital, capital.lower()), capitals, func.lower(text))
