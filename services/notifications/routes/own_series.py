"""The series whose mails the asker may shape and look at."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Connection, Row, select

from services.notifications.messages import preview
from services.notifications.messages.letter import NothingToSay
from services.notifications.messages.placeholders import PLACEHOLDERS
from services.notifications.messages.preview import Preview, Wanted
from services.notifications.messages.preview_kinds import ABOUT
from services.notifications.messages.secret_links import without_hidden_links
from services.notifications.problem_words import problem_sentence
from services.notifications.queries.own_words import Which
from services.notifications.routes.reach import reach
from shared.errors import NotThere
from shared.schema.catalogue import Series
from shared.web.current import service
from shared.web.i18n import LANGUAGES
from shared.web.mail_frame import framed

Found = Row[UUID, str, str, str]


def own_series(db: Connection, slug: str) -> Found:
    """One that the asker organises: id, slug, title, language; of others they don't learn here. Raises NotThere."""
    columns = (Series.id, Series.slug, Series.title, Series.language)
    found = db.execute(select(*columns).where(Series.slug == slug, reach().holds(Series.id))).one_or_none()
    if found is None:
        raise NotThere("no_series", _("There is no such series."))
    return found


def which_words(series_id: UUID, kind: str, language: str) -> Which:
    """Raises NotThere for mails that have no words of organisers, and for languages that we don't write."""
    if kind not in PLACEHOLDERS or language not in LANGUAGES:
        raise NotThere("no_template", _("There is no such kind of mail, or no such language."))
    return Which(series_id, kind, language)


@dataclass(frozen=True, slots=True)
class Look:
    """A mail to look at, or why there is none."""

    shown: Preview | None = None
    problem: str = ""

    @property
    def frame(self) -> str:
        """The HTML half, to be framed: its links open beside it, hidden ones lead nowhere."""
        html = self.shown.content.html if self.shown else ""
        return framed(without_hidden_links(html))


def look(db: Connection, wanted: Wanted) -> Look:
    """How a mail would look now."""
    if wanted.kind not in ABOUT or wanted.language not in LANGUAGES:
        raise NotThere("no_preview", _("There is no such kind of mail, or no such language."))
    try:
        return Look(preview.preview(db, service().settings, wanted))
    except NothingToSay as why:
        return Look(problem=problem_sentence(str(why)))


def choices(db: Connection, kind: str, series_id: UUID) -> list[tuple[str, str]]:
    """With whose data a mail can be looked at, as choices of a form; the first is taken when none is chosen."""
    rows = preview.subjects(db, kind, series_id)
    return [(str(row.id), f"{row.label} · {row.aside}" if row.aside else row.label) for row in rows]


def chosen(said: str | None) -> UUID | None:
    """Whose data was chosen; what is no id is nobody's."""
    try:
        return UUID(said or "")
    except ValueError:
        return None


def template_url(series: Found, kind: str, language: str) -> str:
    """Where the words of one kind of mail are written."""
    return url_for("template.page", slug=series.slug, kind=kind, language=language)
