"""An organiser's own rules for reminders: with the first change the installation's are copied into the series."""

from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql

from services.notifications.calendar.text import web_address
from services.notifications.queries import reminder_rules
from services.notifications.rules.reminders import MOST_MINUTES, Says, flaw
from shared import journal
from shared.database import locks
from shared.errors import Conflict, NotThere, Refusal
from shared.journal import Subject
from shared.schema.base import new_id
from shared.schema.catalogue import Offering
from shared.schema.reminders import ReminderRule

#: more than anybody needs, few enough to look through
MOST_RULES = 30
#: what the journal keeps of a rule: a word of ours, a number, a yes or no
_TOLD = ("says", "offset_minutes", "is_on")


@dataclass(frozen=True, kw_only=True)
class WantedRule:
    """What a rule is to be; ``offset_minutes`` is negative before the anchor."""

    says: Says
    anchor: str
    offset_minutes: int
    offering_id: UUID | None = None
    text: str = ""
    link: str | None = None
    is_on: bool = True


def add(db: Connection, actor: str, series_id: UUID, wanted: WantedRule) -> UUID:
    """One more rule; gives its id."""
    _take_own(db, series_id)
    wanted = _checked(db, series_id, wanted)
    if (db.scalar(select(func.count()).where(ReminderRule.series_id == series_id)) or 0) >= MOST_RULES:
        raise Refusal("too_many", _("A series has at most %(most)s of these. Take one away first.", most=MOST_RULES))
    rule_id = new_id()
    db.execute(insert(ReminderRule).values(id=rule_id, series_id=series_id, **asdict(wanted)))
    _tell(db, actor, series_id, rule_id, "added", wanted)
    return rule_id


def change(db: Connection, actor: str, series_id: UUID, rule_id: UUID, wanted: WantedRule) -> UUID:
    """Another time, other words, on or off; gives the id that it has among the series' own. Who was told stays told."""
    own_id = _own(db, series_id, rule_id)
    wanted = _checked(db, series_id, wanted)
    db.execute(update(ReminderRule).where(ReminderRule.id == own_id).values(**asdict(wanted)))
    _tell(db, actor, series_id, own_id, "changed", wanted)
    return own_id


def remove(db: Connection, actor: str, series_id: UUID, rule_id: UUID) -> None:
    """Away for good. The last one stays: without any, the installation's would hold again."""
    own_id = _own(db, series_id, rule_id)
    if db.scalar(select(func.count()).where(ReminderRule.series_id == series_id)) == 1:
        raise Conflict(
            "last_rule", _("This is the last one. Switch it off instead: without any, the usual ones would hold again.")
        )
    said = [getattr(ReminderRule, name) for name in _TOLD]
    gone = db.execute(delete(ReminderRule).where(ReminderRule.id == own_id).returning(*said)).one()
    _tell(db, actor, series_id, own_id, "removed", gone)


def go_back(db: Connection, actor: str, series_id: UUID) -> None:
    """To the installation's rules. A second time changes nothing."""
    locks.hold(db, "reminders", series_id)
    if db.execute(delete(ReminderRule).where(ReminderRule.series_id == series_id)).rowcount:
        _tell(db, actor, series_id, None, "back")


def _take_own(db: Connection, series_id: UUID) -> None:
    """Copy the installation's rules unless the series has its own; two at once wait for each other."""
    locks.hold(db, "reminders", series_id)
    if reminder_rules.of_series(db, series_id).are_own:
        return
    copies = [
        {
            "id": new_id(),
            "series_id": series_id,
            "copied_from_id": rule.id,
            "says": rule.says,
            "anchor": rule.anchor,
            "offset_minutes": rule.offset_minutes,
            "text": rule.text,
            "link": rule.link,
            "is_on": rule.is_on,
        }
        for rule in reminder_rules.of_installation(db)
    ]
    if copies:
        db.execute(postgresql.insert(ReminderRule).on_conflict_do_nothing(), copies)


def _own(db: Connection, series_id: UUID, rule_id: UUID) -> UUID:
    """The series' own rule: the one named, or the copy of the installation's that was named. Raises NotThere."""
    _take_own(db, series_id)
    for rule in reminder_rules.of_series(db, series_id).rules:
        if rule_id in (rule.id, rule.told_as):
            return rule.id
    raise no_rule()


def no_rule() -> NotThere:
    """There is none, or none that the asker may know of."""
    return NotThere("no_reminder", _("There is no such reminder any more."))


def _checked(db: Connection, series_id: UUID, wanted: WantedRule) -> WantedRule:
    """The same with its link as a browser takes it. Raises Refusal, naming what is wrong."""
    wrong = flaw(wanted.says, wanted.anchor, wanted.offset_minutes, wanted.link)
    if wrong == "anchor":
        raise Refusal("wrong_anchor", _("What this says can't be counted from there."), "anchor")
    if wrong == "offset":
        days = MOST_MINUTES[wanted.says] // (24 * 60)
        raise Refusal(
            "out_of_range", _("At most %(days)s days, and on the right side of it.", days=days), "offset_minutes"
        )
    if wrong == "link":
        raise Refusal("link_needed", _("Give the address of the form that people fill in."), "link")
    of_series = select(Offering.id).where(Offering.id == wanted.offering_id, Offering.series_id == series_id)
    if wanted.offering_id and db.execute(of_series).first() is None:
        raise Refusal("no_offering", _("There is no such way to register in this series."), "offering_id")
    return replace(wanted, link=_link(wanted.link) if wanted.link else None)


def _link(written: str) -> str:
    try:
        return web_address(written)
    except ValueError as none:
        raise Refusal("not_a_web_address", _("A web address that begins with https:// or http://."), "link") from none


def _tell(
    db: Connection,
    actor: str,
    series_id: UUID,
    rule_id: UUID | None,
    what: str,
    rule: WantedRule | Row[Any] | None = None,
) -> None:
    """With what the rule is, so that the history still says it when the rule is gone."""
    said = {name: getattr(rule, name) for name in _TOLD} if rule is not None else {}
    subject = Subject(series_id=series_id, subject_id=rule_id, detail={"what": what, **said})
    journal.append(db, "reminders.changed", actor, subject)
