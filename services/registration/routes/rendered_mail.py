"""How an organiser's words will look in the mail: asked of the service that writes mails."""

from dataclasses import asdict, dataclass
from typing import Literal
from uuid import UUID

import structlog
from pydantic import BaseModel, ValidationError

from services.registration.queries import announcements
from services.registration.queries.announcements import Reached
from shared.audiences import People
from shared.errors import Refusal
from shared.web.current import reading, service
from shared.web.mail_frame import framed
from shared.web.viewer import known_viewer

log = structlog.get_logger(__name__)


class _Asked(BaseModel):
    kind: Literal["announcement"] = "announcement"
    series: str
    language: str
    subject: str
    text: str
    to: str
    session_id: UUID | None
    subject_id: UUID | None


class _Rendered(BaseModel):
    html: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is written, and to whom: participants, presenters or contacts of a series."""

    series: str
    subject: str
    text: str
    to: str
    #: of one session alone
    session_id: UUID | None = None


def rendered_mail(words: Words, people: People, reached: Reached) -> str | None:
    """The mail to one of them, in the language that most of them read, to be framed; None when it can't be had now."""
    language = max(reached.languages, key=lambda code: reached.languages[code])
    with reading() as db:
        one = announcements.somebody(db, people, language)
    asked = _Asked(**asdict(words), language=language, subject_id=one)
    try:
        answer = service().ask("notifications").post("/api/v1/preview", asked, known_viewer().actor)
        return framed(_Rendered.model_validate(answer).html)
    except (Refusal, ValidationError) as why:
        log.warning("mail_not_rendered", problem=str(why))
        return None
