from datetime import UTC, datetime, timedelta

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.calendar.event import Attendee, Organizer
from services.notifications.calendar.invitation import cancel, request
from tests.services.notifications.calendar.samples import (
    AINO,
    NOW,
    ORGANIZER,
    SESSION,
    invite,
    refusal,
    session,
    session_at,
    withdrawal,
)
from tests.support import ical_js
from tests.support.icalendar_lines import Component, Violations, read
from tests.support.itip import check_object
from tests.support.itip_event import check_scheduling
from tests.support.readers import read_by_others

HOSTILE = 'Kutsu\r\nATTENDEE:mailto:eve@example.com\nEND:VEVENT\u2028BEGIN:VALARM\x00;CN="x":,\\N\\n^n\x85Ä'


def _event(content: bytes) -> Component:
    """The VEVENT, after every rule about the object has been looked at."""
    found = Violations()
    root = check_object(content, found)
    assert root is not None
    check_scheduling(root, found)
    assert found.said == []
    return root.children_named("VEVENT")[0]


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Helsinki",
        "Europe/Stockholm",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Sydney",
        "UTC",
        "Africa/Casablanca",
    ],
)
@pytest.mark.parametrize("month", [1, 6, 12])
def test_x02_invitation_keeps_every_rule_and_its_instants_in_each_zone(zone: str, month: int) -> None:
    event = session_at(zone, 2026, month, 2, 14, 0)
    for content in (invite(event), withdrawal(event)):
        _event(content)
        by_ical_js = ical_js.read([content])[0]["events"][0]
        assert (by_ical_js["starts"], by_ical_js["ends"]) == (event.starts_at, event.ends_at)
        by_vobject = vobject.readOne(content.decode()).vevent
        assert by_vobject.dtstart.value.astimezone(UTC) == event.starts_at
        assert by_vobject.dtend.value.astimezone(UTC) == event.ends_at


def test_c04_c16_versions_are_written() -> None:
    event = _event(invite(session(sequence=3)))
    assert event.value("SEQUENCE") == "3"
    assert event.value("DTSTAMP") == "20260202T093000Z"
    assert event.value("CREATED") == "20260113T093000Z"
    assert event.value("LAST-MODIFIED") == "20260201T093000Z"
    assert _event(invite()).value("SEQUENCE") == "0"


def test_c09_only_the_recipient_is_named_and_asked() -> None:
    (line,) = _event(invite()).named("ATTENDEE")
    assert line.value == "mailto:aino.makela@example.org"
    assert line.parameters == {
        "CN": ["Mäkelä, Aino"],
        "CUTYPE": ["INDIVIDUAL"],
        "PARTSTAT": ["NEEDS-ACTION"],
        "ROLE": ["REQ-PARTICIPANT"],
        "RSVP": ["TRUE"],
    }


def test_c09_known_answer_and_role_are_kept() -> None:
    presenter = Attendee("pekka@example.org", "Pekka", role="CHAIR", partstat="ACCEPTED")
    (line,) = _event(invite(attendee=presenter)).named("ATTENDEE")
    assert (line.parameters["ROLE"], line.parameters["PARTSTAT"]) == (["CHAIR"], ["ACCEPTED"])


def test_p01_copies_of_two_people_differ_in_the_attendee_only() -> None:
    pekka = Attendee("pekka@example.org", "Pekka")
    first, second = _event(invite()), _event(invite(attendee=pekka))
    assert [line.raw for line in first.lines if line.name != "ATTENDEE"] == [
        line.raw for line in second.lines if line.name != "ATTENDEE"
    ]
    assert first.values("ATTENDEE") != second.values("ATTENDEE")


def test_c09_attendee_without_a_name_is_called_by_the_address() -> None:
    (line,) = _event(invite(attendee=Attendee("pekka@example.org", "  "))).named("ATTENDEE")
    assert line.parameters["CN"] == ["pekka@example.org"]


def test_c08_organizer_is_named() -> None:
    (line,) = _event(invite()).named("ORGANIZER")
    assert (line.value, line.parameters) == ("mailto:kierros@example.org", {"CN": ["Kierros: Sosiaali- ja terveysala"]})


def test_c11_c22_cancel_says_cancelled_at_the_times_last_sent() -> None:
    event, before = _event(withdrawal(session(sequence=1))), _event(invite())
    assert event.value("STATUS") == "CANCELLED"
    assert (event.raw("DTSTART"), event.raw("DTEND")) == (before.raw("DTSTART"), before.raw("DTEND"))
    assert b"METHOD:CANCEL\r\n" in withdrawal()


def test_not_mechanical_4_no_to_another_time_leaves_the_entry_as_it_was_sent() -> None:
    (seen,) = read_by_others([refusal(session(sequence=4))])
    assert (seen.method, seen.entries[0].uid, seen.entries[0].sequence) == ("DECLINECOUNTER", SESSION.uid, 4)
    assert (seen.entries[0].starts_at, seen.entries[0].status) == (SESSION.starts_at, "CONFIRMED")
    event, before = _event(refusal()), _event(invite())
    for name in ("DTSTART", "DTEND", "ORGANIZER"):
        assert event.raw(name) == before.raw(name)
    (guest,) = event.named("ATTENDEE")
    assert guest.value == f"mailto:{AINO.email}"
    assert "RSVP" not in guest.parameters


def test_c21_only_who_may_propose_another_time_is_offered_to() -> None:
    open_to_proposals = request(SESSION, ORGANIZER, AINO, NOW, takes_proposals=True)
    assert _event(open_to_proposals).value("X-MICROSOFT-DISALLOW-COUNTER") == "FALSE"
    # what is kept of one copy does not get into the other
    assert _event(invite()).value("X-MICROSOFT-DISALLOW-COUNTER") == "TRUE"


def test_c11_cancelled_session_invites_nobody() -> None:
    with pytest.raises(ValueError, match="invites nobody"):
        invite(session(status="cancelled"))


def test_m13_organizer_is_not_invited() -> None:
    with pytest.raises(ValueError, match="organizer cannot be invited"):
        invite(attendee=Attendee(ORGANIZER.email.upper(), "Kierros"))


def test_c12_c15_c21_event_takes_time_has_no_alarm_and_takes_no_counter_proposal() -> None:
    event = _event(invite())
    assert event.value("TRANSP") == "OPAQUE"
    assert event.value("X-MICROSOFT-DISALLOW-COUNTER") == "TRUE"
    assert b"VALARM" not in invite()


def test_c13_links_stand_where_each_calendar_looks() -> None:
    event = _event(invite())
    (conference,) = event.named("CONFERENCE")
    assert conference.parameters == {"VALUE": ["URI"], "FEATURE": ["AUDIO", "VIDEO"]}
    assert conference.value == event.text("LOCATION") == SESSION.join_url
    assert event.value("URL") == SESSION.url
    assert event.text("DESCRIPTION") == f"{SESSION.description}\n\n{SESSION.join_url}\n{SESSION.url}"


def test_c13_session_on_site_keeps_its_place_and_has_no_conference() -> None:
    event = _event(invite(session(location="Kuntokatu 3, Tampere", join_url=None)))
    assert event.text("LOCATION") == "Kuntokatu 3, Tampere"
    assert event.named("CONFERENCE") == []


def test_c13_links_already_in_the_description_are_not_repeated() -> None:
    event = _event(invite(session(description=f"Liity: {SESSION.join_url} {SESSION.url}")))
    assert event.text("DESCRIPTION") == f"Liity: {SESSION.join_url} {SESSION.url}"


def test_s07_text_is_read_by_others_as_it_was_written() -> None:
    found = ical_js.read([invite()])[0]["events"][0]
    assert found["summary"] == SESSION.summary
    assert found["description"].startswith(SESSION.description)
    assert found["attendees"] == [["mailto:aino.makela@example.org", "Mäkelä, Aino"]]


def test_s08_hostile_text_stays_text_everywhere() -> None:
    event = session(summary=HOSTILE, description=HOSTILE, location=HOSTILE)
    content = request(event, Organizer(ORGANIZER.email, HOSTILE), Attendee(AINO.email, HOSTILE), NOW)
    read_event = _event(content)
    assert read_event.values("ATTENDEE") == ["mailto:aino.makela@example.org"]
    assert read_event.children == []
    assert (
        read_event.text("SUMMARY") == 'Kutsu ATTENDEE:mailto:eve@example.com END:VEVENT BEGIN:VALARM;CN="x":,\\N\\n^n Ä'
    )
    by_ical_js = ical_js.read([content])[0]["events"]
    assert len(by_ical_js) == 1
    assert by_ical_js[0]["summary"] == read_event.text("SUMMARY")
    assert [address for address, _ in by_ical_js[0]["attendees"]] == ["mailto:aino.makela@example.org"]


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=300),
    st.text(alphabet=st.sampled_from('aä\u20ac😀";:,\\^\r\n\x00 BEGIN:VEVNT'), max_size=200),
    st.text(max_size=80),
)
def test_s02_s08_any_text_makes_a_well_formed_invitation(summary: str, description: str, name: str) -> None:
    event = session(summary=f"x{summary}", description=description, location=name)
    _event(request(event, Organizer(ORGANIZER.email, name), Attendee(AINO.email, summary), NOW))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("aä€😀\\;,"), min_size=60, max_size=160))
def test_s02_lines_are_folded_between_characters_and_unfold_to_the_text(text: str) -> None:
    root = read(invite(session(summary=text)), Violations())
    assert root is not None
    assert root.children_named("VEVENT")[0].text("SUMMARY") == text


def test_q04_later_stamp_changes_the_stamp_only() -> None:
    later = request(SESSION, ORGANIZER, AINO, NOW + timedelta(seconds=1))
    assert later == invite().replace(b"DTSTAMP:20260202T093000Z", b"DTSTAMP:20260202T093001Z")
    assert cancel(SESSION, ORGANIZER, AINO, datetime(2026, 2, 3, tzinfo=UTC)) != withdrawal()
