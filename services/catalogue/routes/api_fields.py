"""The kinds of fields that API calls take, each with its limits."""

import re
from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from flask_babel import gettext as _
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from shared.addresses import BadAddress, normalise
from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH, TEXT_LENGTH, URL_LENGTH

_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"[0-2]\d:[0-5]\d")


class Input(BaseModel):
    """What a call takes: only the fields that are named, without blanks around their texts."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _on_one_line(value: Any) -> Any:
    return _BREAKS.sub(" ", value) if isinstance(value, str) else value


def _without_controls(value: str) -> str:
    if _CONTROLS.search(value):
        raise ValueError(_("Text without control characters."))
    return value


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and value.isprintable()
    except ValueError:
        is_good = False
    if not is_good or re.search(r"[\s<>\"\\]", value):
        raise ValueError(_("A web address such as https://meet.example.org/room."))
    return value


def _email(value: str) -> str:
    try:
        return normalise(value)
    except BadAddress:
        raise ValueError(
            _("This is not an e-mail address that mail can be sent to. One looks like name@example.org.")
        ) from None


def _looks_like_instant(value: Any) -> Any:
    """A number would pass for seconds since 1970: only RFC 3339 does."""
    if not isinstance(value, str) or not _RFC3339.fullmatch(value.strip()):
        raise PydanticCustomError("datetime_parsing", "not an RFC 3339 time with offset")
    return value.strip()


def _near_our_time(value: datetime) -> datetime:
    """Times at the very ends of the calendar can't be told in every zone."""
    _require_near(value)
    return value.replace(microsecond=0)


def _require_near(day: date) -> None:
    if not 2000 <= day.year <= 2099:
        raise ValueError(_("The year must be between 2000 and 2099."))


Line = Annotated[str, BeforeValidator(_on_one_line), AfterValidator(_without_controls)]
Name = Annotated[Line, Field(min_length=1, max_length=NAME_LENGTH)]
OptionalName = Annotated[Line, Field(max_length=NAME_LENGTH)]
Summary = Annotated[Line, Field(max_length=500)]
LongText = Annotated[str, Field(max_length=TEXT_LENGTH), AfterValidator(_without_controls)]
ShortText = Annotated[str, Field(max_length=2000), AfterValidator(_without_controls)]
WebAddress = Annotated[str, Field(max_length=URL_LENGTH), AfterValidator(_web_address)]
Email = Annotated[str, Field(max_length=EMAIL_LENGTH), AfterValidator(_email)]
ZoneName = Annotated[Line, Field(min_length=1, max_length=64)]
Language = Literal["fi", "sv", "en"]
Version = Annotated[int, Field(strict=True, ge=0, le=2_000_000_000)]
Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_looks_like_instant),
    AfterValidator(_near_our_time),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
_INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


def _instant_or_date(value: Any) -> datetime | date:
    if isinstance(value, str) and _DATE.fullmatch(value.strip()):
        try:
            day = date.fromisoformat(value.strip())
        except ValueError:
            raise PydanticCustomError("datetime_parsing", "no such day") from None
        _require_near(day)
        return day
    return _INSTANT.validate_python(value)


def _day(value: Any) -> date:
    written = value.strip() if isinstance(value, str) else ""
    try:
        day = date.fromisoformat(written if _DATE.fullmatch(written) else "")
    except ValueError:
        raise ValueError(_("A day such as 2027-01-17.")) from None
    _require_near(day)
    return day


def _clock(value: Any) -> time:
    written = value.strip() if isinstance(value, str) else ""
    try:
        return time.fromisoformat(written if _CLOCK.fullmatch(written) else "")
    except ValueError:
        raise ValueError(_("A time such as 14:00.")) from None


#: a date means the end of that day in the series' zone
Deadline = Annotated[
    datetime | date,
    PlainValidator(_instant_or_date),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}),
]

Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
#: what clocks show, to the minute
TimeOfDay = Annotated[
    time, PlainValidator(_clock), WithJsonSchema({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"})
]
