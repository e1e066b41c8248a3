"""Rules for reminders, said as sentences."""

from datetime import timedelta
from typing import Literal

from babel.dates import format_timedelta
from flask_babel import gettext as _

from services.notifications.rules.reminders import (
    CLOSING,
    COMING,
    DAY_MINUTES,
    FEEDBACK,
    MATERIAL,
    SESSION_END,
    SESSION_START,
    Rule,
    Says,
)
from shared.web.date_filters import language

HOUR_MINUTES = 60
Unit = Literal["day", "hour", "minute"]


def says_word(says: Says) -> str:
    """What a rule sends, in two words."""
    return {
        COMING: _("Reminder"),
        MATERIAL: _("Material"),
        FEEDBACK: _("Request for feedback"),
        CLOSING: _("Registration closes soon"),
    }[says]


def sentence(rule: Rule, offering: str = "") -> str:
    """When, what, to whom. ``offering`` names the one that the rule is for."""
    when = when_word(rule)
    if rule.says == COMING and offering:
        return _(
            "%(when)s: reminder with the link to join, to the participants of %(offering)s",
            when=when,
            offering=offering,
        )
    if rule.says == CLOSING and offering:
        return _(
            "%(when)s of %(offering)s: a line in the digest to contacts who have registered nobody",
            when=when,
            offering=offering,
        )
    return {
        COMING: _("%(when)s: reminder with the link to join, to everybody", when=when),
        MATERIAL: _("%(when)s: the material, to those who took part", when=when),
        FEEDBACK: _("%(when)s: request for feedback, to those who took part", when=when),
        CLOSING: _("%(when)s: a line in the digest to contacts who have registered nobody", when=when),
    }[rule.says]


def when_word(rule: Rule) -> str:
    """How long before or after what."""
    if rule.offset_minutes == 0:
        return _("When each session begins") if rule.anchor == SESSION_START else _("Right after each session")
    span = span_word(abs(rule.offset_minutes))
    if rule.says == CLOSING:
        return _("%(span)s before the deadline", span=span)
    if rule.says != COMING and rule.anchor == SESSION_START:
        return _("%(span)s after each session begins", span=span)
    if rule.says != COMING:
        return _("%(span)s after each session", span=span)
    if rule.anchor == SESSION_END:
        return _("%(span)s before each session ends", span=span)
    return _("%(span)s before each session", span=span)


def span_word(minutes: int) -> str:
    """How long, in its largest whole unit: "24 hours", "3 days", "90 minutes"."""
    amount, unit = in_units(minutes)
    return format_timedelta(timedelta(**{f"{unit}s": amount}), granularity=unit, threshold=100_000, locale=language())


def in_units(minutes: int) -> tuple[int, Unit]:
    """An offset as people typed it. A day is 24 hours where it is one: "24 hours before" is what they mean."""
    if minutes and minutes % DAY_MINUTES == 0 and minutes > DAY_MINUTES:
        return minutes // DAY_MINUTES, "day"
    if minutes and minutes % HOUR_MINUTES == 0:
        return minutes // HOUR_MINUTES, "hour"
    return minutes, "minute"
