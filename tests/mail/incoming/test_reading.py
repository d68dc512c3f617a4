"""Any bytes at all are read without a complaint, and told apart."""

from email.message import Message

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordhub.mail.incoming import SIZE_LIMIT, answer_in, complaint_in, is_automatic, looks_returned, read, reports_in
from coordhub.mail.incoming.reports import guessed_reports_in
from tests.mail.incoming import letters

pytestmark = pytest.mark.onedb

PIECES = st.sampled_from(
    [b"From: ", b"To: reply+1.1@in.example.org", b"\r\n", b"\r\n\r\n", b"\n", b"\0", b"\xff\xfe", b"=?x?b?zz?=",
    b"=?utf-8?q?=ff?=",
     b"Content-Type: multipart/report; boundary=b\r\n", b"Content-Type: message/delivery-status\r\n\r\n",
     b"--b\r\n", b"--b--\r\n",
     b"Content-Type: text/plain; charset=no-such\r\n", b"Content-Transfer-Encoding: base64\r\n",
     b"Content-Type: message/rfc822\r\n\r\n",
     b"Content-Type: message/feedback-report\r\n\r\n", b"Action: failed\r\n", b"Status: 5.1.1\r\n",
     b"Message-ID: <a@b>\r\n",
     b"Content-Type: text/html\r\n\r\n<div><!-- <![CDATA[", b"Original-Envelope-Id: 1\r\n", b"<", b"> ",
     b"Content-Type: ;;;=\r\n",
     b"Content-Disposition: attachment; filename*=x''%ff\r\n", b"Precedence: bulk\r\n", b"Subject: =?utf-8?b?w?=\r\n"]
)  # fmt: skip


def ask_everything(raw, **envelope):
    received = read(raw, **envelope)
    texts = [
        *received.recipients,
        *received.from_addresses,
        *received.mentioned_ids,
        received.message_id,
        received.key,
        received.header("Subject"),
        answer_in(received, name="Ben Okafor").text,
        *(
            word
            for one in (*reports_in(received), *guessed_reports_in(received))
            for word in (one.recipient, one.words)
        ),
    ]
    complaint_in(received), is_automatic(received), looks_returned(received)
    for text in texts:
        text.encode("utf-8")  # what a database takes
        assert "\0" not in text
    return received


@settings(max_examples=300)
@given(
    raw=st.one_of(
        st.binary(max_size=400), st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=40).map(b"".join)
    )
)
def test_no_bytes_make_it_stumble(built_app, raw):
    with built_app.app_context():
        ask_everything(raw, recipient="x@in.example.org", sender="")
        ask_everything(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 1000,
        b"From: \xf1and\xfa <\xf1@example.org>\r\nSubject: \xe9\r\n\r\n\xe9t\xe9",
        b"Content-Type: text/plain; charset=klingon\r\n\r\nnuqneH \xff",
        b"Content-Type: text/plain; charset=\"utf-8\0\"\r\n\r\nx",
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" * 3000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (one, one) for one in range(3000)),
        b"Content-Type: message/rfc822\r\n\r\n" * 3000,
        b"From: " + b"a@example.org, " * 60_000 + b"\r\n\r\nx",
        b"To: " + b"(" * 100_000 + b"\r\n\r\nx",
        b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\r\n\r\nx",
    ],
    ids=range(12),
)  # fmt: skip
def test_what_mail_systems_would_never_send_is_read_too(app, raw):
    ask_everything(raw)


def test_8_bit_and_encoded_headers_and_texts_are_understood(app):
    received = read("From: Íñigo <i@example.org>\r\nSubject: =?iso-8859-1?q?Pr=E1ctica?=\r\n\r\nSí.".encode())
    latin = read(b"Content-Type: text/plain; charset=klingon\r\n\r\nS\xed, ma\xf1ana.")

    assert received.header("Subject") == "Práctica"
    assert received.from_addresses == ["i@example.org"]
    assert answer_in(received).text == "Sí."
    assert answer_in(latin).text == "Sí, mañana."


def test_what_is_too_large_is_cut_and_says_so(app):
    received = read(b"From: ben@example.org\r\n\r\n" + b"x" * SIZE_LIMIT)

    assert received.is_too_large
    assert len(received.raw) == SIZE_LIMIT
    assert received.from_addresses == ["ben@example.org"]


def test_two_copies_share_a_key_whatever_their_way_and_two_letters_do_not(app):
    answer = letters.an_answer(sender="ben@example.org", to="reply+1@in.example.org")
    nameless = letters.an_answer(sender="ben@example.org", to="reply+1@in.example.org", message_id="")

    assert read(answer).key == read(b"Received: from elsewhere\r\n" + answer).key
    assert read(nameless).key == read(b"Received: from elsewhere\r\n" + nameless).key
    assert read(answer).key != read(answer, recipient="reply+2@in.example.org").key
    assert read(nameless).key != read(nameless.replace(b"We do", b"I do")).key


@pytest.mark.parametrize(
    ("make", "status"),
    [(letters.postfix_report, "5.1.1"), (letters.exchange_report, "5.1.10"), (letters.gmail_report, "5.1.1")],
)
def test_a_report_by_the_standard_names_address_and_status(app, make, status):
    received = read(make("bounce+1@in.example.org"))

    (report,) = reports_in(received)
    assert (report.action, report.status, report.recipient) == ("failed", status, "ben@example.org")
    assert "<topic-1-post-1.u2@hub.example.org>" in received.mentioned_ids


def test_a_report_of_the_old_kind_is_guessed(app):
    received = read(letters.qmail_report("bounce+1@in.example.org"))

    assert reports_in(received) == []
    (report,) = guessed_reports_in(received)
    assert (report.action, report.status, report.recipient) == ("failed", "5.1.1", "ben@example.org")
    assert "<topic-1-post-1.u2@hub.example.org>" in received.mentioned_ids


@pytest.mark.parametrize("line", [b"From: <>\r\n", b""])
def test_a_report_of_the_old_kind_from_nobody_is_guessed_too_and_nothing_is_logged(app, caplog, line):
    raw = letters.qmail_report("bounce+1@in.example.org").replace(b"From: MAILER-DAEMON@old.example.org\r\n", line)

    assert [one.recipient for one in guessed_reports_in(read(raw))] == ["ben@example.org"]
    assert caplog.records == []


def test_a_complaint_is_known_and_news_that_it_is_no_spam_is_none(app):
    raw = letters.spam_complaint(message_id="<topic-1-post-1.u2@hub.example.org>")

    assert complaint_in(read(raw)) is not None
    assert complaint_in(read(raw.replace(b"Feedback-Type: abuse", b"Feedback-Type: not-spam"))) is None
    assert complaint_in(read(letters.postfix_report())) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; type=x"},
        {"Precedence": "bulk"},
        {"Precedence": "AUTO_REPLY"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<requests.hub.example.org>"},
        {"Return_Path": "<>"},
    ],
)
def test_headers_tell_that_a_program_wrote(app, headers):
    raw = letters.an_answer(sender="ben@example.org", to="x@in.example.org", **headers)

    assert is_automatic(read(raw))


@pytest.mark.parametrize(
    "subject",
    ["Automatic reply: [board] Bus lines", "Out of Office: Bus", "Out of the office until Monday",
    "Respuesta automática: Bus", "Fuera de la oficina",
     "Automatische Antwort: Bus", "Réponse automatique : Bus", "Absence du bureau", "Resposta automática",
     "[EXTERNAL] Automatic reply: Bus"],
)  # fmt: skip
def test_out_of_office_is_known_by_its_subject_in_many_languages(app, subject):
    raw = letters.an_answer(sender="ben@example.org", to="x@in.example.org")
    subject_line = f"Subject: {subject}".encode()

    assert is_automatic(read(raw.replace(b"Subject: Re: [board] Bus lines in June", subject_line)))


def test_a_person_is_no_program(app):
    plain = letters.an_answer(sender="ben@example.org", to="x@in.example.org", Auto_Submitted="no")

    assert not is_automatic(read(plain, sender="ben@example.org"))
    assert is_automatic(read(plain, sender=""))
    assert is_automatic(read(plain, sender="MAILER-DAEMON"))
    assert not is_automatic(read(plain.replace(b"Re: [board]", b"Re: [board] Out of office hours:")))


def test_files_are_noticed_and_logos_are_not(app):
    part = b"--b\r\nContent-Type: image/png\r\n%s\r\n\r\nx\r\n"
    head = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nWe do.\r\n"
    logo = read(head + part % b"Content-ID: <logo>\r\nContent-Disposition: inline" + b"--b--")
    file = read(head + part % b"Content-Disposition: attachment; filename=roster.png" + b"--b--")

    assert answer_in(logo).has_files is False
    assert answer_in(file).has_files is True
    assert answer_in(file).text == "We do."


def test_text_on_both_sides_of_a_picture_is_one_text(app):
    part = b"--b\r\nContent-Type: %s\r\n\r\n%s\r\n"
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"".join(
        part % one for one in ((b"text/plain", b"Look:"), (b"image/png", b"x"), (b"text/plain", b"On Tuesdays."))
    )

    assert answer_in(read(raw + b"--b--")).text == "Look:\n\nOn Tuesdays."


def test_a_message_that_came_along_is_a_file_and_no_answer_nor_a_report(app):
    inner = letters.postfix_report()
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner
    received = read(raw + b"\r\n--b--")

    assert answer_in(received).text == ""
    assert answer_in(received).has_files is True
    assert reports_in(received) == []


def test_a_message_of_no_kind_has_no_words(app):
    assert answer_in(read(b"")).text == ""
    assert isinstance(read(b"").message, Message)
