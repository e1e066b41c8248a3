"""The pages of each service that tests look at in turn, once with whatever an installation of theirs holds.

`tests/architecture/test_pages.py` sees to it that none is missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask

#: another time for a session: a holiday
MOVED = "day=2027-12-06&starts=09:00&ends=10:30&view=month"


@dataclass(frozen=True)
class CataloguePages:
    """Of a published series `kierros`, a draft `luonnos` with a session and an offering, and a path `polku`."""

    organisation: UUID
    unit: UUID
    sessions: Sequence[UUID]
    offering: UUID
    question: UUID
    draft_session: UUID
    draft_offering: UUID
    #: the own page of somebody who presents one of the sessions
    presenting: str
    #: a link of the first session; a file is there too
    material: UUID
    #: a link of that session that this presenter added
    own_material: UUID
    #: a preliminary assignment of the series
    assignment: UUID
    #: the draft as whoever has its link sees it
    draft: str
    #: another series that this organisation is asked to lead
    handover: UUID
    #: the last change of the series
    change: UUID
    #: a theme that the series has
    term: UUID
    #: a partner of the series
    partner: UUID
    #: somebody who presents the first session
    presenter: UUID

    @property
    def public(self) -> list[str]:
        """What everybody sees."""
        sessions = [f"/sessions/{session}" for session in self.sessions]
        lists = ["/", "/series", "/series?q=nepsy&mode=online&places=free", "/series?q=zebra", "/series?kind=course"]
        lists += ["/month", "/month?day=2027-01-31&mode=online&q=nepsy", "/month?topic=teema&language=en"]
        lists += [f"/embed/{self.organisation}"]
        own = [self.presenting, f"{self.presenting}/sessions/{self.sessions[1]}/propose"]
        own += [f"{self.presenting}/materials/{self.own_material}/remove"]
        own += [
            f"{self.presenting}/sessions/{self.sessions[0]}/materials{part}" for part in ("", "/add-file", "/add-link")
        ]
        own += [f"{self.presenting}/profile", f"{self.presenting}/profile/empty"]
        own += [self.draft, f"{self.draft}/sessions/{self.draft_session}"]
        return [*lists, "/series/kierros", *sessions, "/paths/polku", *own, "/accessibility", "/privacy", "/api"]

    @property
    def inner(self) -> list[str]:
        """What an organiser sees who is an administrator too."""
        organisation = f"/workspace/organisations/{self.organisation}"
        offering = f"/workspace/offerings/{self.offering}"
        session, question = f"/workspace/sessions/{self.sessions[1]}", f"/workspace/questions/{self.question}"
        material = f"/workspace/materials/{self.material}"
        materials = f"/workspace/sessions/{self.sessions[0]}/materials"
        series, path = "/workspace/series/kierros", "/workspace/paths/polku"
        return [
            "/workspace", "/workspace?show=earlier", "/workspace/series/new", series, "/workspace/series/luonnos",
            "/workspace/series/luonnos/publish", "/workspace/series/luonnos/publish-later",
            "/workspace/series/luonnos/link",
            f"{series}/edit", f"{series}/archive", f"{series}/sessions/new",
            f"{series}/copy", f"{series}/history", f"{session}/repeat",
            f"/workspace/partnerships/kierros/{self.partner}", f"/workspace/presenters/{self.presenter}/profile",
            f"{series}/partners", f"{series}/handover", f"/workspace/handovers/{self.handover}",
            "/workspace/projects", "/workspace/projects/new", f"/workspace/projects/{self.organisation}",
            f"/workspace/projects/{self.organisation}/edit",
            f"{series}/programme", f"{series}/assignments/new",
            f"/workspace/assignments/{self.assignment}/edit", f"/workspace/assignments/{self.assignment}/remove",
            f"{series}/template", "/workspace/templates", "/workspace/terms",
            "/workspace/terms/new/audience", f"/workspace/terms/{self.term}/edit",
            f"/workspace/terms/{self.term}/remove",
            f"/workspace/changes/{self.change}/undo",
            f"{series}/sessions/import", f"{series}/sessions/edit",
            "/workspace/schedule", "/workspace/schedule?view=week", "/workspace/schedule?view=list&series=kierros",
            "/workspace/schedule?view=timeline", f"{session}/move", f"{session}/move?{MOVED}",
            f"{session}/edit", f"{session}/cancel", f"/workspace/sessions/{self.draft_session}/remove",
            f"{series}/offerings/new", f"{offering}/edit", f"{offering}/quotas", f"{offering}/requirements",
            f"/workspace/offerings/{self.draft_offering}/remove", f"{offering}/questions", f"{offering}/questions/new",
            f"{question}/edit", f"{question}/remove",
            materials, f"{materials}/add-file", f"{materials}/add-link", f"{material}/edit", f"{material}/remove",
            "/workspace/organisations", "/workspace/organisations/new", organisation, f"{organisation}/edit",
            f"{organisation}/look",
            f"{organisation}/merge", f"{organisation}/units/{self.unit}", "/workspace/api-keys", "/series/luonnos",
            "/workspace/statements/accessibility", "/workspace/statements/privacy",
            "/workspace/paths", "/workspace/paths/new", path, f"{path}/edit", f"{path}/stages/1", f"{path}/stages/new",
            f"{path}/remove",
        ]  # fmt: skip


@dataclass(frozen=True)
class RegistrationPages:
    """Of offerings by what is the matter with them: `open`, `waitlist`, `asking`, `empty` and
    `requiring` are always there, and people in the first three."""

    offerings: Mapping[str, UUID]
    #: own pages, the first of somebody who has a place
    own: Sequence[str]
    #: the page after registering
    done: str
    #: a registration in what is open
    place: UUID
    #: an act of registering in what is open
    batch: UUID
    #: an organisation's page, and one of its people's
    staff: str
    colleague: str
    #: what an organiser wrote to people of the series `kierros`, and goes out later
    planned: UUID

    @property
    def public(self) -> list[str]:
        """What everybody sees, and who has a link."""
        registering = [f"/register/{offering}" for offering in self.offerings.values()]
        first = self.own[0]
        its_parts = [f"{first}/{part}" for part in ("answers", "move", "cancel", "erase")]
        return [*registering, *self.own, *its_parts, self.done, "/erased", "/api"]

    @property
    def inner(self) -> list[str]:
        """What an organiser sees."""
        is_open, waiting, asking = (f"/participants/{self.offerings[name]}" for name in ("open", "waitlist", "asking"))
        return [
            waiting, f"{waiting}?q=a&state=waitlisted", f"{waiting}?q=nobody", f"{is_open}?answer=group%3DOulu",
            f"{is_open}/assignments", f"{is_open}/groups",
            f"{is_open}/sensitive", f"{waiting}/print", f"{waiting}/cancel?all=1", f"{asking}/confirm?all=1",
            f"{asking}/decline?all=1", f"{waiting}/holds", f"{waiting}/message?all=1",
            "/series/kierros/message", f"/series/kierros/message/{self.planned}", f"{waiting}/completion?all=1",
            f"/participants/{self.offerings['requiring']}/waivers",
            f"{waiting}/move?all=1&to={self.offerings['open']}",
            f"/participants/{self.offerings['empty']}", f"{is_open}/{self.place}/cancel",
            f"{is_open}/{self.place}/details",
            f"/register/{self.offerings['waitlist']}/people",
            f"/register/{self.offerings['open']}/people/{self.batch}", "/organisations",
            self.staff, f"{self.colleague}/colleague", f"{self.colleague}/answers", f"{self.colleague}/cancel",
            f"{self.colleague}/details",
        ]  # fmt: skip


@dataclass(frozen=True)
class MessagesPages:
    """Of one mail that was sent and one that failed, in a series `kierros` whose confirmation has two versions of its
    organiser's words in Finnish."""

    invitation: UUID
    failed: UUID
    #: somebody's own calendar
    feed: str
    #: the calendar of an organisation's people
    staff_feed: str
    #: one that has no such calendar yet
    organisation: UUID
    #: a session that the mails are about
    session: UUID
    #: a rule for reminders
    rule: UUID
    #: where somebody unsubscribes from a series, and a contact from digests
    ways_out: Sequence[str]

    @property
    def all(self) -> list[str]:
        """What an organiser sees, and who has a link."""
        return [
            "/messages",
            "/messages?series=kierros&state=failed",
            "/messages?state=lost",
            "/messages?recipient=nobody",
            "/messages/retry",
            f"/messages/{self.invitation}",
            f"/messages/{self.failed}",
            "/messages/inbound",
            "/messages/series/kierros/templates",
            "/messages/series/kierros/templates/registration-confirmed/fi",
            "/messages/series/kierros/templates/registration-confirmed/fi/versions/2",
            "/messages/series/kierros/preview/session-moved",
            "/messages/series/kierros/reminders",
            *(f"/messages/series/kierros/reminders/new?says={says}" for says in ("coming", "feedback", "closing")),
            f"/messages/series/kierros/reminders/{self.rule}",
            f"/messages/series/kierros/reminders/{self.rule}/remove",
            "/messages/series/kierros/reminders/usual",
            *self.ways_out,
            self.feed,
            self.staff_feed,
            f"/messages/sessions/{self.session}",
            "/feeds/series/kierros",
            f"/feeds/organisations/{self.organisation}",
            f"/organisations/{self.organisation}/calendar",
            "/api",
        ]


#: rules of pages that one comes to only by way of others: the test that goes there says so by `rules_of`
SIGNING_IN = {"/sign-in", "/sign-in/sent", "/sign-in/<token>"}
STAFF = {"/staff/<slug>", "/staff/lists/<uuid:list_id>", "/staff/lists/<uuid:list_id>/result"}
FRAMED = {"/messages/<uuid:message_id>/html"}


def rules_of(app: Flask, addresses: Iterable[str]) -> set[str]:
    """The rules of a service that these addresses were answered by."""
    map_ = app.url_map.bind("localhost")
    return {map_.match(urlsplit(address).path, return_rule=True)[0].rule for address in addresses}
