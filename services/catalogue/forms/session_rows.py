"""Rows of a file read into sessions: what each becomes, and which cell is wrong and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from wtforms import Form, StringField

from services.catalogue.actions.bring_sessions import Brought
from services.catalogue.actions.sessions import NewSession, SessionChanges, require_times
from services.catalogue.actions.versions import really_changed
from services.catalogue.forms.fields import Most, on_one_line, trimmed, web_address, zone_name
from services.catalogue.forms.row_presenters import presenters_of
from services.catalogue.rules.row_modes import mode_of
from services.catalogue.rules.wall_clock import Trap, told
from services.catalogue.rules.written_rows import Cell, WrittenRow, ids_of
from services.catalogue.rules.written_times import is_no_day, read_clocks, read_day
from shared.errors import Refusal
from shared.local_time import zones
from shared.schema.base import NAME_LENGTH, TEXT_LENGTH, URL_LENGTH

_READ_AS_FIELDS: tuple[Cell, ...] = ("title", "timezone", "join_url", "venue", "description")


@dataclass(frozen=True)
class ReadRow:
    """A row, the id that its session has or gets, and the session itself, unless cells have problems."""

    written: WrittenRow
    id: UUID
    brought: Brought | None
    problems: dict[Cell, str] = field(default_factory=dict)
    traps: tuple[Trap, ...] = ()

    @property
    def shown(self) -> list[Cell]:
        """The cells to mend, and those that were mended."""
        mended = [cell for cell, text in self.written.mended.items() if text != self.written.cells.get(cell, "")]
        return list(dict.fromkeys([*self.problems, *mended]))

    def changes(self, now: Any) -> SessionChanges:
        """What it says differently of a session that is there, of what an entry in a calendar shows alone.

        A feed has its own description and link, and nobody loses a venue by a file that says none.
        """
        if self.brought is None or now.state != "scheduled":
            return {}
        said = self.brought.session
        wanted: SessionChanges = {}
        if self.written.text("title") and said.title:
            wanted["title"] = said.title
        if said.venue:
            wanted["venue"] = said.venue
        if (said.starts_at, said.ends_at) != tuple(at.replace(microsecond=0) for at in (now.starts_at, now.ends_at)):
            wanted |= {"starts_at": said.starts_at, "ends_at": said.ends_at}
        return really_changed(now, wanted)  # type: ignore[return-value]


class _Texts(Form):
    """The cells that are read as the same fields of the session's form are."""

    title = StringField(validators=[Most(NAME_LENGTH)], filters=[on_one_line])
    timezone = StringField(validators=[zone_name])
    join_url = StringField(validators=[Most(URL_LENGTH), web_address], filters=[on_one_line])
    venue = StringField(validators=[Most(NAME_LENGTH)], filters=[on_one_line])
    description = StringField(validators=[Most(TEXT_LENGTH)], filters=[trimmed])


def read_rows(rows: Sequence[WrittenRow], series: Any, own: Collection[UUID] = ()) -> list[ReadRow]:
    """Each row read; ``series`` gives its id, the zone and the title of rows that say none, ``own`` its sessions."""
    ids = ids_of(series.id, list(rows), own)
    return [_Row(row, series).read(session_id) for row, session_id in zip(rows, ids, strict=True)]


class _Row:
    """One row while it is read."""

    def __init__(self, written: WrittenRow, series: Any) -> None:
        self.written = written
        self.series = series
        self.problems: dict[Cell, str] = {}
        self.traps: tuple[Trap, ...] = ()

    def read(self, session_id: UUID) -> ReadRow:
        text = self.written.text
        texts = _Texts(
            data={
                "title": text("title") or self.series.title,
                "timezone": text("timezone") or self.series.timezone,
                "join_url": text("join_url"),
                "venue": text("venue"),
                "description": text("description"),
            }
        )
        texts.validate()
        for cell in _READ_AS_FIELDS:
            if texts[cell].errors:
                self.problems[cell] = " ".join(texts[cell].errors)
        times = self._times(texts.timezone.data if texts.timezone.data in zones() else self.series.timezone)
        presenters, wrong = presenters_of(text("presenters"), text("emails"))
        self.problems |= wrong
        mode = mode_of(text("mode"), bool(text("join_url")), bool(text("venue")))
        if mode is None:
            self.problems["mode"] = _("One of these: online, on site, on site and online.")
        if self.problems or times is None or mode is None:
            return ReadRow(self.written, session_id, None, self.problems, self.traps)
        new = NewSession(
            starts_at=times[0],
            ends_at=times[1],
            title=texts.title.data,
            timezone=texts.timezone.data,
            mode=mode,
            description=texts.description.data or "",
            join_url=texts.join_url.data or None,
            venue=texts.venue.data or None,
            id=session_id,
        )
        return ReadRow(self.written, session_id, Brought(new, presenters), {}, self.traps)

    def _times(self, zone: str) -> tuple[datetime, datetime] | None:
        day, starts = self._start()
        end_day, ends = self._end(day)
        if day is None or starts is None or end_day is None or ends is None:
            return None
        begin, end = told(day, starts, zone), told(end_day, ends, zone)
        self.traps = tuple(dict.fromkeys(one.trap for one in (begin, end) if one.trap))
        try:
            require_times(begin.instant, end.instant)
        except Refusal as refusal:
            self.problems["ends" if refusal.field == "ends_at" else "day"] = refusal.sentence
            return None
        return begin.instant, end.instant

    def _start(self) -> tuple[date | None, time | None]:
        """From the day's cell and the start's; either may say both."""
        said_day, said = self.written.text("day"), self.written.text("starts")
        of_day, of_start = read_day(said_day), read_day(said)
        day = (of_day.day if of_day else None) or (of_start.day if of_start and not said_day else None)
        if day is None:
            self.problems["day"] = self._no_day(said_day)
        elif not 2000 <= day.year <= 2099:
            self.problems["day"] = _("The year must be between 2000 and 2099.")
            day = None
        clocks = (of_start.clocks if of_start else read_clocks(said) if said else of_day.clocks if of_day else ()) or ()
        if not clocks:
            self.problems["starts"] = self._no_start(said)
        self._both = clocks if len(clocks) == 2 else ()
        return day, clocks[0] if clocks else None

    def _no_day(self, said: str) -> str:
        if is_no_day(said):
            return _("There is no such day in the calendar.")
        return _("A day such as 2027-01-17.") if said else _("This field is needed.")

    def _no_start(self, said: str) -> str:
        if self.written.is_all_day and not said:
            return _("It lasts whole days. A session needs a time: say when it starts and when it ends.")
        return _("A time such as 14:00.") if said else _("This field is needed.")

    def _end(self, day: date | None) -> tuple[date | None, time | None]:
        """On the day that it starts, unless its cell says another one; or after the dash in the start's cell."""
        said = self.written.text("ends")
        if not said and self._both:
            return day, self._both[1]
        of_end = read_day(said)
        clocks = (of_end.clocks if of_end else read_clocks(said)) or ()
        if len(clocks) != 1:
            self.problems["ends"] = _("A time such as 14:00.") if said else _("This field is needed.")
            return day, None
        return (of_end.day if of_end else day), clocks[0]
