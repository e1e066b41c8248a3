"""How the demo programmes are written down: days from today instead of dates, so that they are always current."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal


@dataclass(frozen=True)
class DemoPresenter:
    """An invented person; the address is made of the name."""

    name: str
    title: str
    role: str = "speaker"


@dataclass(frozen=True)
class DemoMaterial:
    """A link, or a small file of plain text."""

    title: str
    kind: str
    audience: str
    since: str = "now"
    url: str | None = None
    text: str = ""


@dataclass(frozen=True)
class DemoSession:
    """A meeting ``day`` days from today (moved to the next working day), for ``minutes``."""

    title: str
    day: int
    at: time = time(14)
    minutes: int = 90
    mode: str = "online"
    venue: str | None = None
    presenters: Sequence[DemoPresenter] = ()
    description: str = ""
    is_cancelled: bool = False
    materials: Sequence[DemoMaterial] = ()


@dataclass(frozen=True)
class DemoQuestion:
    """What an offering asks of whoever registers."""

    label: str
    kind: str
    options: Sequence[str] = ()
    help: str = ""
    required: bool = False
    shown_to_contact: bool = False
    shown_to_presenters: bool = False
    is_sensitive: bool = False


@dataclass(frozen=True)
class DemoOffering:
    """What one registers for. ``opens`` and ``closes``: days from today; ``sessions``: places in the list, from 0."""

    name: str
    closes: int | None = None
    opens: int | None = None
    capacity: int | None = None
    region: str | None = None
    sessions: Sequence[int] | None = None
    description: str = ""
    questions: Sequence[DemoQuestion] = ()
    #: slugs of series to complete before
    requires: Sequence[str] = ()
    #: whether whoever registers waits for the organiser's yes
    needs_approval: bool = False
    #: organisations and how many places their people may take
    quotas: Sequence[tuple[str, int]] = ()
    #: the customer whose staff it is kept for
    customer: str | None = None


@dataclass(frozen=True)
class DemoAssignment:
    """What is done ``days`` before a session; ``session`` and ``offering``: places in their lists, from 0."""

    title: str
    session: int
    days: int
    instructions: str = ""
    offering: int | None = None


@dataclass(frozen=True)
class DemoSeries:
    """A programme: its texts are Finnish, as its participants read it."""

    slug: str
    title: str
    kind: str
    organiser: str
    summary: str
    audience: str
    description: str
    sessions: Sequence[DemoSession]
    offerings: Sequence[DemoOffering]
    credits: Decimal | None = None
    partners: Sequence[tuple[str, str]] = field(default_factory=tuple)
    #: commissioned, but on the lists, since the demo shows its path to everybody
    for_customers: bool = False


@dataclass(frozen=True)
class DemoStage:
    """A stage of a path: who takes what of it (all, one or some), its credits, and the slugs of its series."""

    name: str
    rule: str
    credits: tuple[int, int]
    series: Sequence[str]


@dataclass(frozen=True)
class DemoPath:
    """A path through series that are written down before it."""

    slug: str
    title: str
    organiser: str
    summary: str
    description: str
    stages: Sequence[DemoStage]
