import base64
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.calendar.mime import assemble
from services.notifications.calendar.proposal import Proposed
from services.notifications.calendar.received_mail import MESSAGE_LIMIT
from services.notifications.calendar.reply import CALENDAR_LIMIT, NotAReply, Reply, parse
from tests.services.notifications.calendar.samples import SESSION, invite, mail

AINO = "aino.makela@example.org"

OUTLOOK = """BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:FLE Standard Time
BEGIN:STANDARD
DTSTART:16010101T040000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT=DECLINED;CN="Mäkelä, Aino":MAILTO:Aino.Makela@EXAMPLE.org
COMMENT;LANGUAGE=fi-FI:Olen lomalla\\, sijainen tulee.\\nTerveisin Aino
UID:{uid}
SUMMARY;LANGUAGE=fi-FI:Hylätty: Tutustumiskierros
DTSTART;TZID=FLE Standard Time:20260602T140000
DTEND;TZID=FLE Standard Time:20260602T153000
CLASS:PUBLIC
DTSTAMP:20260203T081500Z
STATUS:CONFIRMED
SEQUENCE:2
END:VEVENT
END:VCALENDAR
"""

GOOGLE = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20260602T110000Z
DTEND:20260602T123000Z
DTSTAMP:20260203T081500Z
ORGANIZER;CN=Kierros:mailto:kierros@example.org
UID:{uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;X-RESPONSE
 -COMMENT="Tulen; ehkä myöhässä: klo 14.10";X-NUM-GUESTS=0:mailto:aino.makela@example.org
SEQUENCE:0
STATUS:CONFIRMED
BEGIN:VALARM
ATTENDEE:mailto:eve@example.com
UID:other@example.com
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def _mail(
    calendar: str,
    sender: str = f"Aino Mäkelä <{AINO}>",
    content_type: str = "text/calendar; charset=utf-8; method=REPLY",
    headers: str = "",
) -> bytes:
    content = base64.encodebytes(calendar.format(uid=SESSION.uid).replace("\n", "\r\n").encode()).decode()
    return (
        f"From: {sender}\nTo: kierros@example.org\nSubject: Vastaus\n{headers}MIME-Version: 1.0\n"
        "Content-Type: multipart/alternative; boundary=rajat\n\n"
        "--rajat\nContent-Type: text/plain\n\nHei\n"
        f"--rajat\nContent-Type: {content_type}\nContent-Transfer-Encoding: base64\n\n{content}\n--rajat--\n"
    ).encode()


def _answer(*lines: str, attendee: str = f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{AINO}", method: str = "REPLY") -> str:
    return "\n".join(
        [
            "BEGIN:VCALENDAR",
            f"METHOD:{method}",
            "BEGIN:VEVENT",
            "UID:{uid}",
            attendee,
            *lines,
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def test_r01_r02_answer_of_outlook_without_organizer_is_read() -> None:
    assert parse(_mail(OUTLOOK)) == Reply(
        uid=SESSION.uid,
        sequence=2,
        attendee_email=AINO,
        partstat="DECLINED",
        comment="Olen lomalla, sijainen tulee.\nTerveisin Aino",
        stamp=datetime(2026, 2, 3, 8, 15, tzinfo=UTC),
        method="REPLY",
    )


def test_r01_answer_of_google_is_read_with_its_comment() -> None:
    reply = parse(_mail(GOOGLE))
    assert (reply.partstat, reply.sequence, reply.comment) == ("ACCEPTED", 0, "Tulen; ehkä myöhässä: klo 14.10")
    assert (reply.uid, reply.attendee_email) == (SESSION.uid, AINO)


@pytest.mark.parametrize("partstat", ["ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED", "accepted"])
def test_r01_each_answer_is_read(partstat: str) -> None:
    reply = parse(_mail(_answer(attendee=f"ATTENDEE;PARTSTAT={partstat}:mailto:{AINO}")))
    assert reply.partstat == partstat.upper()
    assert (reply.sequence, reply.stamp, reply.comment) == (None, None, None)


@pytest.mark.parametrize(
    ("attendee", "reason"),
    [
        ("X-NOBODY:1", "whose answer"),
        (f"ATTENDEE:mailto:{AINO}", "neither yes nor no"),
        (f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{AINO}", "neither yes nor no"),
        (
            f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{AINO}\nATTENDEE;PARTSTAT=DECLINED:mailto:pekka@example.org",
            "names several",
        ),
        ("ATTENDEE;PARTSTAT=ACCEPTED:urn:uuid:1", "whose answer"),
    ],
)
def test_r01_answer_of_nobody_or_of_several_is_refused(attendee: str, reason: str) -> None:
    with pytest.raises(NotAReply, match=reason):
        parse(_mail(_answer(attendee=attendee)))


@pytest.mark.parametrize(
    "sender",
    [
        AINO,
        AINO.upper(),
        f"<{AINO}>",
        f'"Mäkelä, Aino" <{AINO}>',
        f"=?utf-8?q?M=C3=A4kel=C3=A4=2C_Aino?= <{AINO}>",
        f"{AINO} (Aino)",
        f'"eve@example.com" <{AINO}>',
    ],
)
def test_r03_sender_who_is_the_attendee_is_believed(sender: str) -> None:
    assert parse(_mail(GOOGLE, sender=sender)).sent_by is None


@pytest.mark.parametrize(
    "sender",
    [
        "eve@example.com",
        f'"{AINO}" <eve@example.com>',
        f"{AINO} <eve@example.com>",
    ],
)
def test_r03_answer_from_another_is_refused(sender: str) -> None:
    with pytest.raises(NotAReply, match="comes from another"):
        parse(_mail(GOOGLE, sender=sender))


@pytest.mark.parametrize(
    "sender",
    [
        f"{AINO}, eve@example.com",
        f"eve@example.com <{AINO}> <eve@example.com>",
        f"<{AINO}>, <eve@example.com>",
        "",
        "Aino",
        f"Väki: {AINO};",
        "x" * 2000 + f" <{AINO}>",
    ],
)
def test_r03_sender_who_may_be_several_is_refused(sender: str) -> None:
    with pytest.raises(NotAReply, match="whom it is from"):
        parse(_mail(GOOGLE, sender=sender))


def test_r03_message_with_two_senders_is_refused() -> None:
    with pytest.raises(NotAReply, match="whom it is from"):
        parse(_mail(GOOGLE, headers="From: eve@example.com\n"))


def test_r03_assistant_named_in_the_answer_may_send_it_and_is_told() -> None:
    attendee = f'ATTENDEE;PARTSTAT=ACCEPTED;SENT-BY="mailto:Sihteeri@example.org":mailto:{AINO}'
    reply = parse(_mail(_answer(attendee=attendee), sender="Sihteeri <sihteeri@example.org>"))
    assert (reply.attendee_email, reply.sent_by) == (AINO, "sihteeri@example.org")


def test_r04_calendar_part_without_method_counts_when_its_content_says_reply() -> None:
    assert parse(_mail(GOOGLE, content_type="text/calendar; charset=utf-8")).partstat == "ACCEPTED"


@pytest.mark.parametrize(
    ("content_type", "reason"),
    [
        ("application/ics; name=invite.ics", "carries no answer"),
        ("text/plain", "carries no answer"),
        ("text/calendar; method=REQUEST", "its method is REQUEST"),
        ("text/calendar; method=COUNTER", "says COUNTER, the calendar entry in it REPLY"),
    ],
)
def test_r04_message_without_an_answering_part_is_refused(content_type: str, reason: str) -> None:
    with pytest.raises(NotAReply, match=reason):
        parse(_mail(GOOGLE, content_type=content_type))


def test_r04_our_own_invitation_is_no_answer() -> None:
    with pytest.raises(NotAReply, match="its method is REQUEST"):
        parse(assemble(mail(invite())))


def test_r04_answer_inside_a_forwarded_message_is_not_the_forwarders() -> None:
    forwarded = (
        b"From: aino.makela@example.org\nContent-Type: multipart/mixed; boundary=ulko\n\n"
        b"--ulko\nContent-Type: message/rfc822\n\n" + _mail(GOOGLE) + b"\n--ulko--\n"
    )
    with pytest.raises(NotAReply, match="carries no answer"):
        parse(forwarded)


def test_counter_proposal_is_read_as_such() -> None:
    attendees = f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:pekka@example.org\nATTENDEE;PARTSTAT=TENTATIVE:mailto:{AINO}"
    content = _answer("COMMENT:Kävisikö torstai?", attendee=attendees, method="COUNTER")
    reply = parse(_mail(content, content_type="text/calendar; charset=utf-8; method=counter"))
    assert (reply.method, reply.partstat, reply.comment) == ("COUNTER", "TENTATIVE", "Kävisikö torstai?")


def test_times_of_a_counter_proposal_are_read_and_those_of_an_answer_are_not() -> None:
    lines = ("DTSTART:20260604T110000Z", "DTEND:20260604T123000Z")
    counter = parse(_mail(_answer(*lines, method="COUNTER"), content_type="text/calendar; method=COUNTER"))
    starts, ends = datetime(2026, 6, 4, 11, tzinfo=UTC), datetime(2026, 6, 4, 12, 30, tzinfo=UTC)
    assert counter.proposed == Proposed(starts, ends)
    assert parse(_mail(_answer(*lines))).proposed is None


def test_counter_proposal_without_an_answer_needs_one_still() -> None:
    content = _answer(attendee=f"ATTENDEE:mailto:{AINO}", method="COUNTER")
    assert parse(_mail(content, content_type="text/calendar; method=COUNTER")).partstat == "NEEDS-ACTION"


@pytest.mark.parametrize("line", ["UID:other@example.org", "END:VEVENT\nBEGIN:VEVENT\nUID:other@example.org"])
def test_answer_about_two_sessions_is_refused(line: str) -> None:
    with pytest.raises(NotAReply, match="which one session"):
        parse(_mail(_answer(line)))


def test_letter_case_of_the_uid_does_not_matter() -> None:
    shouted = _answer().replace("UID:{uid}", "UID:" + SESSION.uid.upper() + "\nUID:{uid}")
    assert parse(_mail(shouted)).uid == SESSION.uid.upper()


def test_answer_about_no_session_is_refused() -> None:
    with pytest.raises(NotAReply, match="which one session"):
        parse(_mail(_answer().replace("UID:{uid}", "X-UID:1")))


def test_not_mechanical_3_apple_names_the_person_in_a_parameter() -> None:
    attendee = f"ATTENDEE;EMAIL={AINO};PARTSTAT=DECLINED:/aabbcc/principal/"
    assert parse(_mail(_answer(attendee=attendee))).attendee_email == AINO


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("SEQUENCE:kaksi", "sequence"),
        ("SEQUENCE:" + "9" * 5000, "sequence"),
        ("DTSTAMP:20269999T990000Z", "stamp"),
        ("DTSTAMP:x", "stamp"),
    ],
)
def test_number_and_time_that_are_none_are_left_out(line: str, field: str) -> None:
    assert getattr(parse(_mail(_answer(line))), field) is None


def test_comment_is_cut_and_cleaned() -> None:
    comment = parse(_mail(_answer("COMMENT:\x00\u2028" + "a" * 9000))).comment
    assert comment == "a" * 2000


SENDER = b"From: aino.makela@example.org\n"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (_mail(GOOGLE) + b"x" * MESSAGE_LIMIT, "The message is larger"),
        (_mail(_answer("COMMENT:" + "a" * CALENDAR_LIMIT)), "calendar entry in the message is larger"),
        (SENDER + b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 5000, "too many parts"),
        (SENDER + b"Content-Type: message/rfc822\n\n" * 20000, "too many parts"),
        (SENDER + b"Content-Type: text/calendar; method*" + b"9" * 6000 + b"=x\n\n", "not built as mail is"),
        (b"From: " + b"a" * 900_000 + b"\n\n", "whom it is from"),
        (b"From: " + b'"' * 900 + b"\n\n", "whom it is from"),
        (b"", "whom it is from"),
        (b"\xff\xfe\x00", "whom it is from"),
    ],
    ids=["huge", "huge-part", "nested", "forwarded", "parameter", "sender", "quotes", "empty", "binary"],
)
def test_hostile_message_is_refused_with_a_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(NotAReply, match=reason):
        parse(raw)


@pytest.mark.parametrize("charset", ["utf-8", "no-such-thing", "punycode", "zlib", '"'])
def test_charset_that_is_unknown_or_dear_is_read_as_utf8(charset: str) -> None:
    content_type = f"text/calendar; method=REPLY; charset={charset}"
    assert parse(_mail(GOOGLE, content_type=content_type)).comment == "Tulen; ehkä myöhässä: klo 14.10"


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_damage_to_an_answer_is_refused_or_read(data: st.DataObject) -> None:
    raw = bytearray(_mail(OUTLOOK))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=12))
    with suppress(NotAReply):
        assert parse(bytes(raw)).attendee_email


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_calendar_text_is_refused_or_read(text: str) -> None:
    calendar = _answer(text.replace("{", "").replace("}", "").encode(errors="replace").decode())
    with suppress(NotAReply):
        assert parse(_mail(calendar)).uid == SESSION.uid
