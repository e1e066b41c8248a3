"""A person's own data as they read it: what stands in the file for programs, in their language and under headings."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from services.registration.rules.answers import YES
from services.registration.words import standing_word
from shared.rules.questions import BETWEEN
from shared.web import dates
from shared.web.numbers import number

#: each by its own name
_LANGUAGES = {"fi": "suomi", "sv": "svenska", "en": "English"}
Row = Mapping[str, Any]
Write = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what is kept under it: a word for each thing, and the thing. There may be none."""

    heading: str
    facts: list[tuple[str, str]]


def sections(data: Mapping[str, Any], language: str, zone: str) -> list[Section]:
    """All of it; instants are written in this zone."""

    def write(moment: datetime) -> str:
        return dates.moment_text(moment, zone, language)

    person = data["person"]
    known = [
        (_("Name"), person["name"]),
        (_("E-mail address"), person["email"]),
        (_("Language of the mails"), _LANGUAGES.get(person["language"], person["language"])),
        (_("Known since"), write(person["known_since"])),
    ]
    return [
        Section(_("About you"), known),
        *(_registration(row, write) for row in data["registrations"]),
        Section(_("Requirements waived"), _listed(data["requirements_waived"], _waiver)),
        Section(_("Mails"), [(write(one["sent_at"] or one["made_at"]), one["subject"] or "") for one in data["mails"]]),
        Section(_("Calendar entries"), _entries(data["calendar_entries"], write)),
    ]


def _entries(rows: Iterable[Row], write: Write) -> list[tuple[str, str]]:
    """What is in the calendar; the file for programs holds what was taken out of it too."""
    return [(write(one["starts_at"]), one["session"]) for one in rows if one["state"] == "invited"]


def _registration(row: Row, write: Write) -> Section:
    facts = [
        (_("Registered for"), row["offering"]),
        (_("State"), _state(row)),
        (_("The organiser wrote"), row["organiser_wrote"]),
        (_("Organisation"), row["organisation"]),
        (_("Unit"), row["unit"]),
        (_("Registered by"), " · ".join(filter(None, (row["registered_by"], row["registered_by_address"])))),
        (_("Registered"), write(row["registered_at"])),
        (_("Last changed"), write(row["changed_at"])),
        *((one["label"] or one["question"], _answer(one)) for one in row["answers"]),
        *((_("Session left out"), f"{one['session']}, {write(one['starts_at'])}") for one in row["sessions_left_out"]),
        *((_("Minutes present"), f"{one['session']}: {one['minutes']}") for one in row["attendance"]),
        *((_("Credits"), f"{number(one['credits'])}, {write(one['awarded_at'])}") for one in row["credits"]),
    ]
    return Section(row["series"], [(word, value) for word, value in facts if value])


def _state(row: Row) -> str:
    if row["moved_to"]:
        return _("Moved to %(name)s", name=row["moved_to"])
    return standing_word(row["state"], asks=row["awaits_approval"])


def _answer(one: Row) -> str:
    if one["kind"] in ("yes-no", "consent"):
        return _("Yes") if one["value"] == YES else _("No")
    return ", ".join(str(one["value"]).split(BETWEEN))


def _waiver(one: Row) -> tuple[str, str]:
    return f"{one['series']}: {one['offering']}", one["reason"] or ""


def _listed(rows: Iterable[Row], fact: Callable[[Row], tuple[str, str]]) -> list[tuple[str, str]]:
    return [fact(row) for row in rows]
