"""An organiser's own words for mails of a series: each change is a version, and none is ever lost."""

from flask_babel import gettext as _
from sqlalchemy import Connection, insert

from services.notifications.messages.own_words import problems_of
from services.notifications.queries.own_words import Version, Which, Words, newest, versions
from services.notifications.template_problems import sentence
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotThere
from shared.schema.base import new_id
from shared.schema.mail_templates import MailTemplate
from shared.web.validation import FieldProblem, InvalidInput

_INSERT = insert(MailTemplate)


class ChangedMeanwhile(Conflict):
    """Somebody else saved other words since these were begun."""

    def __init__(self, theirs: Version) -> None:
        super().__init__(
            "changed_meanwhile",
            _("Somebody else has saved other words since you began. Nothing of yours is lost, and nothing was saved."),
        )
        self.theirs = theirs


def no_such_version() -> NotThere:
    """What is asked for was never written."""
    return NotThere("no_version", _("There is no such version."))


def save(db: Connection, actor: str, which: Which, words: Words, base: int | None = None) -> int:
    """Keep these words as the version in use, and give its number; both empty go back to the standard words.

    ``base`` is the version that they were made from, 0 when there was none; None: whichever is in use. Words that are
    in use already make no new version. Raises InvalidInput for words that can't be used, ChangedMeanwhile when another
    version has come since.
    """
    wrong = [
        FieldProblem(field, problem.code, sentence(problem))
        for field, problems in problems_of(which.kind, words).items()
        for problem in problems
    ]
    if wrong:
        raise InvalidInput(wrong)
    locks.hold_name(db, f"words:{which.series_id}:{which.kind}:{which.language}")
    now = newest(db, which)
    if words == (now.words if now else Words()):
        return now.version if now else 0
    if now is not None and base is not None and base != now.version:
        raise ChangedMeanwhile(now)
    version = now.version + 1 if now else 1
    row = {"id": new_id(), "series_id": which.series_id, "kind": which.kind, "language": which.language}
    said = {"version": version, "subject": words.subject, "text": words.text, "actor": actor}
    db.execute(_INSERT, {**row, **said, "created_at": clock.now()})
    detail = {"kind": which.kind, "language": which.language, "version": version}
    journal.append(db, "template.changed", actor, journal.Subject(series_id=which.series_id, detail=detail))
    return version


def use_again(db: Connection, actor: str, which: Which, version: int) -> int:
    """Bring an earlier version back, as a new one. Raises NotThere, and InvalidInput when it can be used no more."""
    found = [one for one in versions(db, which) if one.version == version]
    if not found:
        raise no_such_version()
    return save(db, actor, which, found[0].words)
