"""What a mail is made of before it is rendered: words and facts, none of the looks."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from markupsafe import Markup

from shared.web.route import Point


class NothingToSay(Exception):
    """The mail has been overtaken by what happened since; the sentence says how, for whoever reads the ledger."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The calendar leaf at the top. Only a session that is not held is ``cancelled``; ``aside`` is about its reader."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str | None = None
    cancelled: bool = False
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of small print, and a link that it ends with."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Several things of one kind under a heading, each with its title, what is said of it, and what to do about it."""

    heading: str
    entries: list[tuple[str, str, Link | None]]


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """The calendar object that the mail brings."""

    method: Literal["REQUEST", "CANCEL", "DECLINECOUNTER"]
    content: bytes
    stamp: datetime


@dataclass(frozen=True, slots=True)
class OwnText:
    """What an organiser wrote in place of the paragraphs, in both halves of the mail."""

    html: Markup
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail's words, in its reader's language. ``facts`` are pairs of a label and a value or Link."""

    subject: str
    sender: str
    why: str
    preheader: str = ""
    heading: str = ""
    leaf: Leaf | None = None
    paragraphs: list[str] = field(default_factory=list)
    action: Link | None = None
    facts: list[tuple[str, Any]] = field(default_factory=list)
    #: the series as a route
    points: list[Point] = field(default_factory=list)
    #: lines of a list, each a text and what is said of it
    items: list[tuple[str, str]] = field(default_factory=list)
    #: what a digest collects
    sections: list[Section] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    calendar: CalendarPart | None = None
    #: stands in place of the paragraphs
    own: OwnText | None = None
    #: the organiser's own, in place of ours
    colour: str | None = None
