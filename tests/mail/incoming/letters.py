"""Messages as mail systems and mail programs write them; the people in them are invented."""

from email.message import EmailMessage

HUB = "coordhub <notify@hub.example.org>"
QUOTED = "> New topic: Bus lines in June\n> Read it: http://hub.example.org/board/topics/1\n"


def bytes_of(text: str) -> bytes:
    return text.strip("\n").replace("\n", "\r\n").encode("utf-8") + b"\r\n"


def an_answer(text="We do, on Tuesdays.", *, sender, to, message_id="<m1@mail.example.org>", **headers):
    """A plain answer; `headers` are added with their underscores as hyphens."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = "Re: [board] Bus lines in June"
    message["Date"] = "Tue, 16 Jun 2026 11:00:00 -0400"
    if message_id:
        message["Message-ID"] = message_id
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def postfix_report(
    to="notify@hub.example.org",
    *,
    address="ben@example.org",
    status="5.1.1",
    action="failed",
    words="smtp; 550 5.1.1 <ben@example.org>: Recipient address rejected: User unknown",
    message_id="<topic-1-post-1.u2@hub.example.org>",
    envelope_id="981",
    own_id="<20260616150000.4B1@relay.example.org>",
):
    return bytes_of(f"""
Return-Path: <>
From: MAILER-DAEMON@relay.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4B1.relay"
Message-Id: {own_id}

This is a MIME-encapsulated message.

--4B1.relay
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host relay.example.org.
I'm sorry to have to inform you that your message could not be delivered.

--4B1.relay
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example.org
Original-Envelope-Id: {envelope_id}
X-Postfix-Queue-ID: 4B1
Arrival-Date: Tue, 16 Jun 2026 11:00:00 -0400 (EDT)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: {words}

--4B1.relay
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: {HUB}
To: Ben Okafor <{address}>
Message-ID: {message_id}
Subject: [board] Bus lines in June

--4B1.relay--
""")


def exchange_report(to, *, address="ben@example.org", message_id="<topic-1-post-1.u2@hub.example.org>"):
    return bytes_of(f"""
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@mail.example.org>
To: {to}
Date: Tue, 16 Jun 2026 15:00:01 +0000
Subject: Undeliverable: [board] Bus lines in June
Content-Type: multipart/report; report-type=delivery-status; boundary="_000_ex"
MIME-Version: 1.0
Message-ID: <a1b2@BN7.prod.example.org>
In-Reply-To: {message_id}
References: {message_id}
Auto-Submitted: auto-replied

--_000_ex
Content-Type: multipart/alternative; boundary="_001_ex"

--_001_ex
Content-Type: text/plain; charset="us-ascii"

Your message to {address} couldn't be delivered.
--_001_ex
Content-Type: text/html; charset="us-ascii"

<html><body>Your message to {address} couldn't be delivered.</body></html>
--_001_ex--

--_000_ex
Content-Type: message/delivery-status

Reporting-MTA: dns;BN7.prod.example.org
Received-From-MTA: dns;relay.example.org
Arrival-Date: Tue, 16 Jun 2026 15:00:00 +0000

Final-Recipient: rfc822;{address}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--_000_ex
Content-Type: message/rfc822

Received: from relay.example.org
From: {HUB}
To: {address}
Message-ID: {message_id}
Subject: [board] Bus lines in June
MIME-Version: 1.0
Content-Type: text/plain

New topic
--_000_ex--
""")


def gmail_report(to, *, address="ben@example.org", message_id="<topic-1-post-1.u2@hub.example.org>"):
    return bytes_of(f"""
Return-Path: <>
To: {to}
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example.org>
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: {message_id}
In-Reply-To: {message_id}
X-Failed-Recipients: {address}
Message-ID: <5f.gmail@mx.example.org>
Date: Tue, 16 Jun 2026 08:00:00 -0700 (PDT)
MIME-Version: 1.0
Content-Type: multipart/report; boundary="00gm"; report-type=delivery-status

--00gm
Content-Type: multipart/related; boundary="01gm"

--01gm
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to {address} because the address couldn't be found.

--01gm--
--00gm
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example.org
Arrival-Date: Tue, 16 Jun 2026 08:00:00 -0700 (PDT)

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.

--00gm
Content-Type: message/rfc822

From: {HUB}
To: {address}
Message-ID: {message_id}

New topic
--00gm--
""")


def qmail_report(to, *, address="ben@example.org", message_id="<topic-1-post-1.u2@hub.example.org>"):
    """A report of the old kind, which only words tell from a letter."""
    return bytes_of(f"""
Return-Path: <>
From: MAILER-DAEMON@old.example.org
To: {to}
Subject: failure notice
Message-ID: <qm1@old.example.org>

Hi. This is the qmail-send program at old.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{address}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

From: {HUB}
To: {address}
Message-ID: {message_id}

New topic
""")


def spam_complaint(*, message_id, recipient=""):
    rcpt = f"\nOriginal-Rcpt-To: {recipient}" if recipient else ""
    return bytes_of(f"""
From: <abuse@mail.example.org>
Date: Tue, 16 Jun 2026 17:40:36 EDT
Subject: FW: Bus lines in June
To: <notify@hub.example.org>
Message-ID: <arf1@mail.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part1"

--part1
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report for an email message.

--part1
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1{rcpt}

--part1
Content-Type: message/rfc822

From: {HUB}
Message-ID: {message_id}
Subject: [board] Bus lines in June

New topic
--part1--
""")
