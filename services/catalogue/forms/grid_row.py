"""One session as a row among many: what is changed most often of it."""

from datetime import time
from typing import Any

from flask_babel import gettext as _
from wtforms import Form, HiddenField, StringField, URLField

from services.catalogue.actions.sessions import SessionChanges
from services.catalogue.actions.versions import really_changed
from services.catalogue.forms.differences import Merged, fingerprint, merge
from services.catalogue.forms.fields import Most, Needed, on_one_line, web_address
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.forms.session_form import typed_times
from services.catalogue.queries.rows import AnyRow
from shared.schema.base import NAME_LENGTH, URL_LENGTH
from shared.web.time_fields import ClockField, DayField, WhichHourField

_TIMES = ("day", "starts", "ends", "ends_on", "which_hour")


class GridRow(Form):
    """The row of a session; every field's name begins with the session's id."""

    title = StringField(_l("Title"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line])
    day = DayField(_l("Day"), [Needed()])
    starts = ClockField(_l("Starts at"), [Needed()])
    ends = ClockField(_l("Ends at"), [Needed()])
    ends_on = DayField(_l("Last day"))
    which_hour = WhichHourField()
    join_url = URLField(_l("Link to join"), [Most(URL_LENGTH), web_address], filters=[on_one_line])
    venue = StringField(_l("Venue"), [Most(NAME_LENGTH)], filters=[on_one_line])
    version = HiddenField()
    seen = HiddenField()

    def __init__(self, session: AnyRow, formdata: Any = None) -> None:
        is_sent = formdata is not None and f"{prefix(session)}version" in formdata
        super().__init__(formdata if is_sent else None, data=_typed(session), prefix=prefix(session))
        self.session = session
        self.merged: Merged | None = None
        if not is_sent:
            self.begin_anew(session)

    def begin_anew(self, session: AnyRow) -> None:
        """From here on what differs from this session counts as changed."""
        self.session = session
        self.version.data = str(session.version)
        self.seen.data = fingerprint(GridRow.of(session))

    @classmethod
    def of(cls, session: AnyRow) -> "GridRow":
        """The row as the session has it."""
        made = cls.__new__(cls)
        Form.__init__(made, None, data=_typed(session), prefix=prefix(session))
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
        return not any(field.errors for field in self)

    def changes(self) -> SessionChanges:
        """What differs from the session now; call it once the row is good."""
        said: SessionChanges = {
            "title": self.title.data or "",
            "join_url": self.join_url.data or None,
            "venue": self.venue.data or None,
        }
        shown = GridRow.of(self.session)
        # times that weren't touched stay to the second, and finer
        if any(_to_the_second(self[name].data) != _to_the_second(shown[name].data) for name in _TIMES):
            starts_at, ends_at = self._instants()
            if starts_at is not None and ends_at is not None:
                said |= {"starts_at": starts_at, "ends_at": ends_at}
        return really_changed(self.session, said)  # type: ignore[return-value]

    def _instants(self) -> tuple[Any, Any]:
        zone = self.session.timezone
        last = self.ends_on if self.ends_on.data else self.day
        return self.which_hour.instant(self.day, self.starts, zone), self.which_hour.instant(last, self.ends, zone)

    def _check_times(self) -> None:
        starts_at, ends_at = self._instants()
        if starts_at is not None and ends_at is not None and ends_at <= starts_at:
            self.ends.errors = [*self.ends.errors, _("The end must be after the start.")]


def prefix(session: AnyRow) -> str:
    """What the names of a session's fields begin with."""
    return f"s-{session.id}-"


def _to_the_second(value: Any) -> Any:
    return value.replace(microsecond=0) if isinstance(value, time) else value


def _typed(session: AnyRow) -> dict[str, Any]:
    return {
        "title": session.title,
        **typed_times(session.starts_at, session.ends_at, session.timezone),
        "join_url": session.join_url,
        "venue": session.venue,
    }
