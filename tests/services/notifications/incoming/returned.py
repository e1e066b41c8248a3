"""Mails that come back, as mail servers, programs and people write them. All invented."""

OWN = "kierros@example.org"
SENT = "<0192f3c4-7a00-7000-8000-0000000000aa@localhost>"


def report(
    recipient: str = "kaisa@example.org",
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <kaisa@example.org>: User unknown",
    message_id: str = SENT,
    original: str = "",
    returned: str = "message/rfc822",
) -> bytes:
    """A delivery status notification as Postfix writes it (RFC 3464)."""
    reached = f"Original-Recipient: rfc822;{original}\n" if original else ""
    return (
        "Return-Path: <>\nFrom: MAILER-DAEMON@mail.example.org (Mail Delivery System)\n"
        f"Subject: Undelivered Mail Returned to Sender\nTo: {OWN}\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=raja\n\n"
        "--raja\nContent-Type: text/plain; charset=us-ascii\n\nI'm sorry to have to inform you ...\n"
        "--raja\nContent-Description: Delivery report\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mail.example.org\nArrival-Date: Mon, 11 Jan 2027 10:00:00 +0000\n\n"
        f"Final-Recipient: rfc822; {recipient}\n{reached}Action: {action}\nStatus: {status}\n"
        f"Remote-MTA: dns; mx.example.org\nDiagnostic-Code: {diagnostic}\n\n"
        f"--raja\nContent-Description: Undelivered Message\nContent-Type: {returned}\n\n"
        f"From: Sospro Oy <{OWN}>\nTo: {recipient}\nSubject: Kutsu\nMessage-ID: {message_id}\n"
        "In-Reply-To: <0192f3c4-7a00-7000-8000-0000000000bb@localhost>\n\nHei\n--raja--\n"
    ).encode()


def plain_bounce(text: str, headers: str = "") -> bytes:
    """What servers write that make no report."""
    return (
        f"Return-Path: <>\nFrom: Mail Delivery System <Mailer-Daemon@mx.example.com>\n{headers}"
        f"Subject: Mail delivery failed: returning message to sender\nTo: {OWN}\n\n{text}"
    ).encode()


EXIM = f"""This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  kaisa@example.org
    host mx.example.org [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<kaisa@example.org>:
    550 5.1.1 No such user

------ This is a copy of the message, including all the headers. ------

From: Sospro Oy <{OWN}>
To: kaisa@example.org
Message-ID: {SENT}

Hei
"""

QMAIL = f"""Hi. This is the qmail-send program at mx.example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<kaisa@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-Id: {SENT}
From: {OWN}
"""


def letter(
    text: str = "Hei,\n\nmistä löydän ilmoittautumislinkin?\n",
    sender: str = "Kaisa <kaisa@example.org>",
    headers: str = "",
    reply_to: str = SENT,
    content_type: str = "text/plain; charset=utf-8",
) -> bytes:
    """An ordinary mail, in answer to one of ours."""
    return (
        f"From: {sender}\nTo: {OWN}\nSubject: =?utf-8?q?Kysymys_ilmoittautumisesta?=\nIn-Reply-To: {reply_to}\n"
        f"{headers}MIME-Version: 1.0\nContent-Type: {content_type}\nContent-Transfer-Encoding: 8bit\n\n{text}"
    ).encode()
