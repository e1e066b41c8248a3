"""What the API says of messages."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Row

from services.notifications.messages.shown import ShownMail
from services.notifications.problem_words import problem_sentence
from services.notifications.queries.ledger import Wanted
from shared.schema.base import EMAIL_LENGTH

DEFAULT_LIMIT = 50
MOST = 200
State = Literal["queued", "sending", "sent", "failed", "bounced", "superseded"]


class _Narrowed(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    kind: Annotated[str, Field(max_length=40)] | None = None
    recipient: Annotated[str, Field(max_length=EMAIL_LENGTH)] | None = None
    series: Annotated[str, Field(max_length=80)] | None = None
    session_id: UUID | None = None


class RetryIn(_Narrowed):
    """Which of the messages that failed or came back; what isn't given narrows nothing."""

    state: Literal["failed", "bounced"] | None = None

    def wanted(self) -> Wanted:
        """The same for the query."""
        return Wanted(self.state, self.kind, self.recipient, self.series, self.session_id)


class RetriedOut(BaseModel):
    """How many are in the queue again."""

    retried: int


class MessageQuery(_Narrowed):
    """Which messages. ``recipient`` is a whole address, or words that are each in the address or the name."""

    state: State | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = DEFAULT_LIMIT
    cursor: UUID | None = None

    def wanted(self) -> Wanted:
        """The same for the query."""
        return Wanted(self.state, self.kind, self.recipient, self.series, self.session_id)


class MessageOut(BaseModel):
    """One e-mail to one recipient. ``subject`` is null while it is unwritten; ``problem`` says what went wrong."""

    id: UUID
    kind: str
    state: State
    recipient: str
    recipient_name: str
    language: str
    subject: str | None
    series: str | None
    session_id: UUID | None
    offering_id: UUID | None
    subject_id: UUID | None
    sequence: int | None
    tries: int
    problem: str | None
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None


class AttemptOut(BaseModel):
    """One try to hand it to the mail server, with its answer; ``code`` is the SMTP reply code."""

    at: datetime
    outcome: str
    code: int | None
    answer: str


class MessageDetail(MessageOut):
    """What it says too. Links that let someone in are hidden."""

    message_id: str | None
    text: str | None
    html: str | None
    method: str | None
    calendar: str | None
    attempts: list[AttemptOut]


class MessagePage(BaseModel):
    """A page of messages, the newest first."""

    items: list[MessageOut]
    next: UUID | None


def summary_values(row: Row[Any]) -> dict[str, Any]:
    """The fields of ``MessageOut``, of a row of ``queries.ledger``."""
    same = (
        "id", "kind", "state", "recipient_name", "language", "subject", "session_id", "offering_id", "subject_id",
        "sequence", "created_at", "due_at", "sent_at",
    )  # fmt: skip
    values = {name: getattr(row, name) for name in same}
    problem = problem_sentence(row.problem) if row.problem else None
    return {**values, "recipient": row.recipient_email, "series": row.slug, "tries": row.attempts, "problem": problem}


def detail_of(row: Row[Any], mail: ShownMail | None, attempts: list[AttemptOut]) -> MessageDetail:
    """One message with what it says."""
    content = mail.content if mail else None
    return MessageDetail(
        **summary_values(row),
        message_id=dict(mail.headers)["Message-ID"] if mail else None,
        text=content.text if content else None,
        html=content.html if content else None,
        method=content.method if content else None,
        calendar=content.calendar.decode() if content and content.calendar else None,
        attempts=attempts,
    )
