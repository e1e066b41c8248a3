"""Which participants a page is about, as its address or its form says: a filter, and those ticked in a list."""

from dataclasses import dataclass, replace
from uuid import UUID

from werkzeug.datastructures import MultiDict

from services.registration.queries.matching import AnswerIs, Filter
from services.registration.rules import search
from services.registration.rules.names import tidy
from shared.rules.questions import KEY_LENGTH, OPTION_LENGTH
from shared.schema.base import NAME_LENGTH
from shared.schema.registration import REGISTRATION_STATES

#: stands for those who belong to no organisation
WITHOUT = "none"
#: stands for those who wait for the organiser's yes, where a state is chosen
ASKS = "asks"
#: as many as one page of the list has
MOST_TICKED = 200
#: stands before the key of a question that was not answered
MISSING = "!"
LONGEST_ANSWER = KEY_LENGTH + OPTION_LENGTH + 1


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen. Whatever can't be meant is left out, so that no old address fails."""

    offering_id: UUID
    text: str
    state: str | None
    #: an id, WITHOUT, or nothing for all
    organisation: str
    unit: str
    #: a question's key, with "=" and an answer behind it, or with MISSING before it; nothing for all
    answer: str = ""
    ticked: tuple[UUID, ...] = ()
    #: all that the filter finds, rather than those ticked
    takes_all: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether something besides the state is looked for."""
        return bool(self.text or self.organisation or self.unit or self.answer)

    @property
    def is_empty(self) -> bool:
        """Whether nobody is chosen."""
        return not (self.ticked or self.takes_all)

    @property
    def address(self) -> dict[str, str]:
        """The filter as the query of an address."""
        said = {
            "q": self.text,
            "state": self.state,
            "organisation": self.organisation,
            "unit": self.unit,
            "answer": self.answer,
        }
        return {name: value for name, value in said.items() if value}

    @property
    def fields(self) -> list[tuple[str, str]]:
        """All of it as the fields of a form."""
        chosen = [("all", "1")] if self.takes_all else [("id", str(one)) for one in self.ticked]
        return [*self.address.items(), *chosen]

    def filter(self, limit: int | None = None, after: UUID | None = None) -> Filter:
        """The filter as queries take it."""
        return Filter(
            self.offering_id,
            limit,
            "waitlisted" if self.state == ASKS else self.state,
            after,
            text=self.text,
            organisation_id=_id(self.organisation),
            without_organisation=self.organisation == WITHOUT,
            unit=self.unit or None,
            asks=self.state == ASKS,
            in_line=self.state == "waitlisted",
            answer=_answer(self.answer),
        )

    @property
    def chosen(self) -> Filter:
        """Those ticked, or all that the filter finds."""
        return self.filter() if self.takes_all else Filter(self.offering_id, ids=self.ticked)

    def in_state(self, state: str | None) -> "Choice":
        """The same in another state."""
        return replace(self, state=state)


def choice_of(offering_id: UUID, said: MultiDict[str, str]) -> Choice:
    """What the query of an address, or a form, says."""
    state = said.get("state")
    organisation = said.get("organisation", "")
    ticked = (_id(one) for one in said.getlist("id")[:MOST_TICKED])
    return Choice(
        offering_id=offering_id,
        text=" ".join(search.words(said.get("q", ""))),
        state=state if state in (*REGISTRATION_STATES, ASKS) else None,
        organisation=organisation if organisation == WITHOUT or _id(organisation) else "",
        unit=tidy(said.get("unit", ""))[:NAME_LENGTH],
        answer=said.get("answer", "")[:LONGEST_ANSWER],
        ticked=tuple(one for one in ticked if one is not None),
        takes_all="all" in said,
    )


def _answer(written: str) -> AnswerIs | None:
    if not written:
        return None
    if written.startswith(MISSING):
        return AnswerIs(written.removeprefix(MISSING), is_missing=True)
    key, is_given, value = written.partition("=")
    return AnswerIs(key, value if is_given else None)


def _id(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
