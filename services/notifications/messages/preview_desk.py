"""A desk for mails that are looked at and never sent: what is not there yet stands on it as a sample."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _

from services.notifications.messages.desk import Desk
from services.notifications.queries.own_words import Words
from services.notifications.queries.registration_facts import RegistrationFacts
from services.notifications.queries.session_facts import SeriesFacts, SessionFacts
from shared.schema.notifications import Message

_IN_TWO_WEEKS, _LENGTH = timedelta(days=14), timedelta(hours=2)
#: nobody's address
SAMPLE_ADDRESS = "anna.laine@example.org"


@dataclass(frozen=True)
class PreviewDesk(Desk):
    """Real facts, but for those that are given here."""

    is_preview: bool = True
    #: instead of the session, wherever it stands
    meeting: SessionFacts | None = None
    #: instead of the registration
    place: RegistrationFacts | None = None
    #: instead of the words that are kept
    draft: Words | None = None
    #: whom they are for, where an organiser wrote them
    to: str = "participants"

    def session(self) -> SessionFacts:
        """See Desk."""
        return self.meeting or super().session()

    def sessions_of(self, offering_id: UUID) -> list[SessionFacts]:
        """See Desk."""
        covered = super().sessions_of(offering_id)
        if self.meeting is None:
            return covered
        return [self.meeting if one.id == self.meeting.id else one for one in covered] or [self.meeting]

    def registration(self) -> RegistrationFacts:
        """See Desk."""
        return self.place or super().registration()

    def own_words(self) -> Mapping[tuple[str, str], Words]:
        """See Desk."""
        if self.draft is None:
            return super().own_words()
        return {(self.message.kind, self.message.language): self.draft}

    def announcement(self) -> Any:
        """See Desk."""
        return (
            SimpleNamespace(subject=self.draft.subject, text=self.draft.text, audience=self.to) if self.draft else None
        )


def pretended(**values: Any) -> Any:
    """A message that is in no table; what is not said of it is null."""
    return SimpleNamespace(**{**dict.fromkeys(Message.__table__.columns.keys()), **values})


def sample_session(series: SeriesFacts, now: datetime) -> SessionFacts:
    """A session of a series that has none yet."""
    starts_at = now.replace(hour=11, minute=0, second=0, microsecond=0) + _IN_TWO_WEEKS
    return SessionFacts(
        id=uuid4(),
        title=_("Session 1"),
        description="",
        starts_at=starts_at,
        ends_at=starts_at + _LENGTH,
        timezone=series.timezone,
        mode="online",
        join_url="https://meet.example.org/abc",
        venue=None,
        is_cancelled=False,
        revision=0,
        told_from=None,
        rehearsal=None,
        rehearsal_revision=0,
        created_at=now,
        changed_at=now,
        series=series,
    )


def sample_place(offering: tuple[UUID, str], state: str, asks: bool, now: datetime) -> RegistrationFacts:
    """The registration of nobody in particular."""
    return RegistrationFacts(
        id=uuid4(),
        state=state,
        offering_id=offering[0],
        offering_name=offering[1],
        queued_at=now,
        created_at=now,
        registered_by="",
        went_to_colleague=False,
        awaits_approval=asks,
        told_reason=_("The group is full.") if state == "rejected" else "",
    )
