"""API: when the people of a series are reminded."""

from typing import Annotated, Literal
from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from services.notifications.actions import reminder_rules as actions
from services.notifications.actions.reminder_rules import WantedRule, no_rule
from services.notifications.queries import reminder_rules as queries
from services.notifications.queries.coming_reminders import coming
from services.notifications.routes.organised import organised
from services.notifications.routes.reminders import wanted_as
from services.notifications.rules.quiet_hours import QuietHours
from services.notifications.rules.reminders import ANCHORS, Rule
from shared import clock
from shared.errors import Conflict
from shared.schema.base import URL_LENGTH
from shared.web import dates
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import service
from shared.web.fields import DateTimeText, absent
from shared.web.viewer import known_viewer

api = Api("reminders")

Says = Literal["coming", "material", "feedback", "closing"]
Anchor = Literal["session-start", "session-end", "offering-close"]
Offset = Annotated[int, Field(strict=True, ge=-86_400, le=86_400, description="negative: before the anchor")]
Text = Annotated[str, Field(max_length=2000, description="the organiser's own words, plain text")]
Link = Annotated[str, Field(max_length=URL_LENGTH)]
Flag = Annotated[bool, Field(strict=True)]


class RuleIn(BaseModel):
    """A rule to add. Without an anchor: what it says is usually counted from."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    says: Says
    offset_minutes: Offset
    anchor: Anchor | None = None
    offering_id: UUID | None = None
    text: Text = ""
    link: Link | None = None
    is_on: Flag = True


class RulePatch(BaseModel):
    """What is to change; the rest stays."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    offset_minutes: Offset = absent()
    anchor: Anchor = absent()
    offering_id: UUID | None = absent()
    text: Text = absent()
    link: Link | None = absent()
    is_on: Flag = absent()


class RuleOut(BaseModel):
    """One rule."""

    id: UUID
    says: Says
    anchor: Anchor
    offset_minutes: int
    offering_id: UUID | None
    text: str
    link: str | None
    is_on: bool


class ComingOut(BaseModel):
    """A moment at which mails will be made, as it stands."""

    at: DateTimeText
    says: Says
    about: str
    people: int


class RulesOut(BaseModel):
    """The rules that hold for a series: its own, or the installation's; and what goes out next."""

    are_own: bool
    items: list[RuleOut]
    coming: list[ComingOut]


@api.reads(
    "/series/<slug>/reminders", Access.ORGANISER, "When the people of a series are reminded", Shape(answer=RulesOut)
)
def list_reminders(db: Connection, slug: str) -> RulesOut:
    """Rules that are off are listed too."""
    series = organised(db, slug)
    of_series = queries.of_series(db, series.id)
    following = coming(db, series, of_series.rules, clock.now(), QuietHours.of(service().settings.quiet_hours))
    return RulesOut(
        are_own=of_series.are_own,
        items=[_out(rule) for rule in of_series.rules],
        coming=[
            ComingOut(at=dates.machine(one.at, one.zone), says=one.rule.says, about=one.title, people=one.people)
            for one in following
        ],
    )


@api.writes(
    "POST",
    "/series/<slug>/reminders",
    Access.ORGANISER,
    "Add a rule; with its first change a series gets its own copies of the installation's",
    Shape(RuleIn, None, RuleOut, 201),
)
def add_reminder(db: Connection, slug: str, body: RuleIn) -> RuleOut:
    """Each kind is counted from where it makes sense: what comes before it, what was after it."""
    series = organised(db, slug)
    said = body.model_dump() | {"anchor": body.anchor or ANCHORS[body.says][0]}
    return _one(db, actions.add(db, known_viewer().actor, series.id, WantedRule(**said)))


@api.writes(
    "PATCH", "/reminders/<uuid:rule_id>", Access.ORGANISER, "Change a rule of a series", Shape(RulePatch, None, RuleOut)
)
def change_reminder(db: Connection, rule_id: UUID, body: RulePatch) -> RuleOut:
    """Whoever was reminded by it is not reminded by it again."""
    series_id, rule = _own(db, rule_id)
    said = vars(wanted_as(rule)) | body.model_dump(exclude_unset=True)
    return _one(db, actions.change(db, known_viewer().actor, series_id, rule_id, WantedRule(**said)))


@api.writes("DELETE", "/reminders/<uuid:rule_id>", Access.ORGANISER, "Take a rule of a series away", Shape(status=204))
def remove_reminder(db: Connection, rule_id: UUID) -> None:
    """The last one can only be switched off."""
    series_id, _rule = _own(db, rule_id)
    actions.remove(db, known_viewer().actor, series_id, rule_id)


@api.writes(
    "DELETE", "/series/<slug>/reminders", Access.ORGANISER, "Go back to the installation's rules", Shape(status=204)
)
def reset_reminders(db: Connection, slug: str) -> None:
    """The series' own rules go, with their words."""
    actions.go_back(db, known_viewer().actor, organised(db, slug).id)


def _own(db: Connection, rule_id: UUID) -> tuple[UUID, Rule]:
    """A series' rule that the asker organises. The installation's belongs to all series, and stays."""
    slug = queries.series_of(db, rule_id)
    rule = queries.one(db, rule_id)
    if rule is None:
        raise no_rule()
    if slug is None:
        raise Conflict(
            "usual_rule",
            _("This rule is the installation's. Add one to the series first: it then gets its own copies."),
        )
    return organised(db, slug).id, rule


def _one(db: Connection, rule_id: UUID) -> RuleOut:
    rule = queries.one(db, rule_id)
    if rule is None:
        raise no_rule()
    return _out(rule)


def _out(rule: Rule) -> RuleOut:
    return RuleOut(
        id=rule.id,
        says=rule.says,
        anchor=rule.anchor,  # type: ignore[arg-type]
        offset_minutes=rule.offset_minutes,
        offering_id=rule.offering_id,
        text=rule.text,
        link=rule.link,
        is_on=rule.is_on,
    )
