"""What search engines read beside a page's words: schema.org's Event, EventSeries and Course, as JSON-LD.

How to join is told to nobody here: it comes by mail. Prices aren't known, so none is claimed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from services.catalogue.queries.public_offerings import Choice
from shared.web import dates
from shared.web.current import service_url
from shared.web.markdown import to_html

CONTEXT = "https://schema.org"
#: of a long series the first ones are enough
MOST_EVENTS = 100

_ATTENDANCE = {"online": "Online", "onsite": "Offline", "hybrid": "Mixed"}
_COURSE_MODE = {"online": "Online", "onsite": "Onsite", "hybrid": "Blended"}
_AVAILABILITY = {
    "open": "InStock",
    "closing": "InStock",
    "waitlist": "BackOrder",
    "not-open-yet": "PreOrder",
    "full": "SoldOut",
}


def of_session(session: Any, presenters: Iterable[Any], offers: Sequence[Choice]) -> dict[str, Any]:
    """An Event: a session with the words for its series, who presents it, and what gives a place in it."""
    is_offered = session.series_state == "published" and session.state == "scheduled"
    series = {"@type": "EventSeries", "name": session.series_title, "url": _series_url(session.slug)}
    return {
        "@context": CONTEXT,
        **_event(session, session.language, session.slug),
        **({"description": to_html(session.description).striptags()} if session.description else {}),
        "image": _picture_url(session.slug),
        "superEvent": series,
        "organizer": {"@type": "Organization", "name": session.organiser_name},
        "performer": [{"@type": "Person", "name": one.name} for one in presenters],
        "offers": _offers(offers if is_offered else (), _series_url(session.slug)),
    }


def of_series(
    series: Any, sessions: Sequence[Any], offers: Sequence[Choice], partners: Sequence[Any] = ()
) -> dict[str, Any]:
    """An EventSeries of its sessions; or a Course that is held once, with them as its parts."""
    organiser = {"@type": "Organization", "name": series.organiser_name}
    said = {
        "@context": CONTEXT,
        "@id": _series_url(series.slug),
        "url": _series_url(series.slug),
        "name": series.title,
        "image": _picture_url(series.slug),
        "description": series.summary or series.title,
        "inLanguage": series.language,
        **({"audience": {"@type": "Audience", "audienceType": series.audience}} if series.audience else {}),
        "offers": _offers(offers if series.state == "published" else (), _series_url(series.slug)),
        **_partners(partners),
    }
    events = [_event(one, series.language, series.slug) for one in sessions[:MOST_EVENTS]]
    times = _times([one for one in sessions if one.state == "scheduled"])
    if series.kind == "tour":
        return {**said, "@type": "EventSeries", "organizer": organiser, **times, "subEvent": events}
    credits_ = {"numberOfCredits": float(series.credits)} if series.credits else {}
    held = {"@type": "CourseInstance", "name": series.title, **_mode(sessions), **times, "subEvent": events}
    return {**said, "@type": "Course", "provider": organiser, **credits_, "hasCourseInstance": held}


def _picture_url(slug: str) -> str:
    return f"{_series_url(slug)}/picture.png"


def _partners(partners: Sequence[Any]) -> dict[str, Any]:
    """Those who pay for it and those who make it with the organiser, in the words that events and courses share."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in partners:
        word = {"funder": "funder", "customer": "sponsor"}.get(one.role, "contributor")
        website = {"url": one.website} if one.website else {}
        found.setdefault(word, []).append({"@type": "Organization", "name": one.name, **website})
    return found


def _event(session: Any, language: str, slug: str) -> dict[str, Any]:
    url = service_url("catalogue", f"/sessions/{session.id}")
    state = "EventCancelled" if session.state == "cancelled" else "EventScheduled"
    return {
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": session.title,
        "startDate": dates.machine(session.starts_at, session.timezone),
        "endDate": dates.machine(session.ends_at, session.timezone),
        "eventStatus": f"{CONTEXT}/{state}",
        "eventAttendanceMode": f"{CONTEXT}/{_ATTENDANCE[session.mode]}EventAttendanceMode",
        "location": _places(session, url),
        "inLanguage": language,
        "isPartOf": {"@id": _series_url(slug)},
    }


def _places(session: Any, url: str) -> list[dict[str, Any]]:
    places = []
    if session.mode != "online" and session.venue:
        places.append({"@type": "Place", "name": session.venue, "address": session.venue})
    if session.mode != "onsite":
        places.append({"@type": "VirtualLocation", "url": url})
    return places


def _offers(offers: Sequence[Choice], page: str) -> list[dict[str, Any]]:
    return [_offer(offer, page) for offer in offers if offer.state in _AVAILABILITY]


def _offer(offer: Choice, page: str) -> dict[str, Any]:
    """`page` is where one reads of it while nobody is registered."""
    instants = {"validFrom": offer.opens_at, "validThrough": offer.closes_at}
    return {
        "@type": "Offer",
        "name": offer.name,
        "url": service_url("registration", f"/register/{offer.id}") if offer.is_open else page,
        "availability": f"{CONTEXT}/{_AVAILABILITY[offer.state]}",
        **{name: at.isoformat(timespec="seconds") for name, at in instants.items() if at is not None},
    }


def _times(standing: Sequence[Any]) -> dict[str, str]:
    if not standing:
        return {}
    first, last = standing[0], max(standing, key=lambda one: one.ends_at)
    return {
        "startDate": dates.machine(first.starts_at, first.timezone),
        "endDate": dates.machine(last.ends_at, last.timezone),
    }


def _mode(sessions: Sequence[Any]) -> dict[str, str]:
    modes = {one.mode for one in sessions}
    if not modes:
        return {}
    return {"courseMode": _COURSE_MODE[modes.pop()] if len(modes) == 1 else _COURSE_MODE["hybrid"]}


def _series_url(slug: str) -> str:
    return service_url("catalogue", f"/series/{slug}")
