"""One session as a row among many: what is changed most often of it."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from flask_babel import gettext as _
from wtforms import Form, HiddenField, StringField, TextAreaField
from wtforms.widgets import TextArea

from services.catalogue.actions.presenters import NewPresenter
from services.catalogue.actions.sessions import SessionChanges
from services.catalogue.actions.versions import really_changed
from services.catalogue.forms.differences import Merged, fingerprint, merge
from services.catalogue.forms.fields import Most, Needed, on_one_line, trimmed, web_address
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.forms.presenter_lines import UnreadLine, lines_of, read_lines
from services.catalogue.forms.session_form import typed_times
from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.workspace_series import OwnSession
from services.catalogue.words import short_mode_word
from shared.schema.base import NAME_LENGTH, TEXT_LENGTH, URL_LENGTH
from shared.schema.catalogue import SESSION_MODES
from shared.web.choice_fields import SelectField
from shared.web.time_fields import ClockField, DayField, WhichHourField

_TIMES = ("day", "starts", "ends", "ends_on", "which_hour")


class GridRow(Form):
    """The row of a session; every field's name begins with the session's id."""

    # one line each, drawn as areas so that long ones wrap instead of being cut off
    title = StringField(_l("Title"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line], widget=TextArea())
    day = DayField(_l("Day"), [Needed()])
    starts = ClockField(_l("Starts at"), [Needed()])
    ends = ClockField(_l("Ends at"), [Needed()])
    ends_on = DayField(_l("Last day"))
    which_hour = WhichHourField()
    mode = SelectField(_l("How is it held"))
    join_url = StringField(
        _l("Link to join"), [Most(URL_LENGTH), web_address], filters=[on_one_line], widget=TextArea()
    )
    venue = StringField(_l("Venue"), [Most(NAME_LENGTH)], filters=[on_one_line], widget=TextArea())
    presenters = TextAreaField(_l("Presenters"), [Most(TEXT_LENGTH)], filters=[trimmed])
    version = HiddenField()
    seen = HiddenField()

    def __init__(self, session: OwnSession, formdata: Any = None, known: Sequence[AnyRow] = ()) -> None:
        """``known``: everybody who presents in the series."""
        is_sent = formdata is not None and f"{prefix(session)}version" in formdata
        super().__init__(formdata if is_sent else None, data=_typed(session), prefix=prefix(session))
        self.offer_modes()
        self.session = session
        self.named: list[NewPresenter] | None = None
        self._known = known
        self.merged: Merged | None = None
        self._is_timed = False
        if not is_sent:
            self.begin_anew(session)

    def begin_anew(self, session: OwnSession) -> None:
        """From here on what differs from this session counts as changed."""
        self.session = session
        self.version.data = str(session.version)
        self.seen.data = fingerprint(GridRow.of(session))

    @classmethod
    def of(cls, session: OwnSession) -> "GridRow":
        """The row as the session has it."""
        made = cls.__new__(cls)
        Form.__init__(made, None, data=_typed(session), prefix=prefix(session))
        made.offer_modes()
        return made

    @property
    def is_touched(self) -> bool:
        """Whether it says something else than what was shown."""
        return fingerprint(self) != self.seen.data

    @property
    def is_stale(self) -> bool:
        """Whether somebody else changed the session since."""
        return self.version.data != str(self.session.version)

    def join_theirs(self) -> None:
        """Somebody was quicker: take what only they changed, and tell what both did."""
        self.merged = merge(GridRow.of(self.session), self, self.seen.data)
        self.begin_anew(self.session)

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that is left as it was is good, whatever it holds."""
        if not self.is_touched:
            return True
        super().validate(extra_validators)
        if not any(self[name].errors for name in _TIMES):
            self._check_times()
        self._is_timed = not any(self[name].errors for name in _TIMES)
        self._read_presenters()
        return not any(field.errors for field in self)

    def changes(self) -> SessionChanges:
        """What differs from the session now; call it once the row is good."""
        said: SessionChanges = {
            "title": self.title.data or "",
            "mode": self.mode.data,
            "join_url": self.join_url.data or None,
            "venue": self.venue.data or None,
        }
        shown = GridRow.of(self.session)
        # times that weren't touched stay to the second, and finer
        if any(_to_the_second(self[name].data) != _to_the_second(shown[name].data) for name in _TIMES):
            starts_at, ends_at = self._instants()
            if starts_at is not None and ends_at is not None:
                said |= {"starts_at": starts_at, "ends_at": ends_at}
        return really_changed(self.session.row, said)  # type: ignore[return-value]

    def as_typed(self) -> SessionChanges:
        """The same for what is warned of, when something else of the row is still to be mended."""
        return self.changes() if self._is_timed else {}

    @property
    def differs(self) -> bool:
        """Whether anything of it is to be written; call it once the row is good."""
        return bool(self.changes()) or self.named is not None

    def offer_modes(self) -> None:
        """The choices, in the reader's language."""
        self.mode.choices = [(mode, short_mode_word(mode)) for mode in SESSION_MODES]

    def _read_presenters(self) -> None:
        """Who presents from now on; None where they stay as they are."""
        try:
            named = read_lines(self.presenters.data or "", self.session.presenters, self._known)
        except UnreadLine as unread:
            self.presenters.errors = [*self.presenters.errors, str(unread)]
            return
        now = {(one.name, one.email) for one in self.session.presenters}
        self.named = named if {(one.name, one.email) for one in named} != now else None

    def _instants(self) -> tuple[Any, Any]:
        zone = self.session.timezone
        last = self.ends_on if self.ends_on.data else self.day
        return self.which_hour.instant(self.day, self.starts, zone), self.which_hour.instant(last, self.ends, zone)

    def _check_times(self) -> None:
        starts_at, ends_at = self._instants()
        if starts_at is not None and ends_at is not None and ends_at <= starts_at:
            self.ends.errors = [*self.ends.errors, _("The end must be after the start.")]


def prefix(session: OwnSession) -> str:
    """What the names of a session's fields begin with."""
    return f"s-{session.id}-"


def _to_the_second(value: Any) -> Any:
    return value.replace(microsecond=0) if isinstance(value, time) else value


def _typed(session: OwnSession) -> dict[str, Any]:
    return {
        "title": session.title,
        **typed_times(session.starts_at, session.ends_at, session.timezone),
        "mode": session.mode,
        "join_url": session.join_url,
        "venue": session.venue,
        "presenters": lines_of(session.presenters),
    }
