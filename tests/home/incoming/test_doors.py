"""The doors: the command a mail system pipes to, and the mailbox that is polled."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import select

from config import ROOT
from coordhub import clock
from coordhub.board import queries
from coordhub.db import db
from coordhub.home.incoming import poll
from coordhub.jobs import look_around
from coordhub.mail import bounces
from coordhub.mail.actions import forget_before
from coordhub.mail.incoming import SIZE_LIMIT
from coordhub.mail.models import IncomingEmail, MailAddress
from tests.home.incoming.imap import PASSWORD, ImapServer
from tests.mail.incoming.letters import an_answer


@pytest.fixture
def mailbox(app, monkeypatch):
    server = ImapServer()
    for name, value in (("SERVER", "127.0.0.1"), ("PORT", server.port), ("PASSWORD", PASSWORD), ("SSL", False)):
        monkeypatch.setitem(app.config, f"MAIL_IMAP_{name}", value)
    monkeypatch.setitem(app.config, "MAIL_IMAP_USERNAME", "hub")
    yield server
    server.shutdown()
    server.server_close()


def pipe(app, raw, *words):
    return app.test_cli_runner().invoke(args=["mail", "receive", *words], input=raw)


def said(topic):
    return [one.text for one in queries.posts_of(topic)][1:]


def test_a_piped_message_is_taken_once_however_often_it_comes(app, cast, topic, door_of):
    raw = an_answer(sender=cast.ben.email, to="somewhere@example.org")
    words = ("--recipient", door_of(cast.ben), "--sender", cast.ben.email)
    first, second = pipe(app, raw, *words), pipe(app, raw, *words)

    assert (first.exit_code, first.output) == (0, f"reply: {topic.key} post 2\n")
    assert (second.exit_code, second.output) == (0, "seen before\n")
    assert said(topic) == ["We do, on Tuesdays."]


@pytest.mark.onedb
@pytest.mark.parametrize(
    "raw", [b"", b"\0\xff", b"From: x\r\n\r\n" + b"x" * (3 * SIZE_LIMIT)], ids=["empty", "junk", "huge"]
)
def test_what_is_no_message_for_the_hub_is_dropped_and_no_fault(app, raw):
    done = pipe(app, raw, "--sender", "x@example.org", "--recipient", "x\0y@in.example.org")

    assert (done.exit_code, done.output) == (0, "unknown: to nobody\n")


@pytest.mark.onedb
def test_without_its_database_the_mail_system_is_asked_to_come_again(tmp_path):
    environ = {"HUB_DATA": str(tmp_path), "FLASK_APP": "wsgi.py", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "mail", "receive"],
        cwd=ROOT, env=environ, input=an_answer(sender="a@example.org", to="b@example.org"), capture_output=True,
    )  # fmt: skip

    assert done.returncode == 75
    assert b"Traceback" not in done.stderr


@pytest.mark.onedb
def test_a_defect_makes_the_mail_system_come_again_and_says_nothing_of_the_text(app, cast, topic, door_of, monkeypatch):
    def fail(*_args, **_more):
        raise ValueError("zwetschgenkern")

    monkeypatch.setattr("coordhub.home.incoming.replies.reply", fail)
    done = pipe(app, an_answer("zwetschgenkern", sender=cast.ben.email, to=door_of(cast.ben)))

    assert done.exit_code == 75
    assert "zwetschgenkern" not in done.output
    assert db.session.scalar(select(IncomingEmail)) is None


@pytest.mark.onedb
def test_the_mailbox_is_read_message_by_message(app, cast, topic, door_of, mailbox):
    mailbox.messages = {
        3: an_answer("First.", sender=cast.ben.email, to=door_of(cast.ben), message_id="<a@x.example.org>"),
        4: b"",
        5: an_answer("x\n" * SIZE_LIMIT, sender=cast.ben.email, to=door_of(cast.ben), message_id="<b@x.example.org>"),
        7: an_answer("Last.", sender=cast.dana.email, to=door_of(cast.dana), message_id="<c@x.example.org>"),
    }
    polled = poll(clock.now())

    assert [one.split(":")[0] for one in polled.lines] == ["reply", "unknown", "refused", "reply"]
    assert mailbox.seen == {3, 4, 5, 7}
    assert said(topic) == ["First.", "Last."]
    assert poll(clock.now()).lines == []


@pytest.mark.onedb
def test_a_message_is_marked_after_it_is_stored_and_one_that_waits_is_not(
    app, cast, topic, door_of, mailbox, monkeypatch
):
    mailbox.messages = {1: an_answer(sender=cast.ben.email, to=door_of(cast.ben))}
    mailbox.breaks_at = "STORE"
    assert poll(clock.now()).error
    assert said(topic) == ["We do, on Tuesdays."]
    assert mailbox.seen == set()

    mailbox.breaks_at = ""
    assert poll(clock.now()).lines == ["seen before"]
    assert mailbox.seen == {1}
    assert len(said(topic)) == 1

    monkeypatch.setattr("coordhub.home.incoming.edge.take", lambda *_args: 1 / 0)
    mailbox.messages[2] = b"From: x@example.org\r\n\r\n"
    assert poll(clock.now()).lines == ["left for later"]
    assert mailbox.seen == {1}


@pytest.mark.onedb
@pytest.mark.parametrize("fault", ["SELECT", "SEARCH", "FETCH", "LOGIN", "password", "port", "folder"])
def test_a_mailbox_that_fails_is_no_fault_of_the_worker(app, cast, topic, mailbox, monkeypatch, fault):
    mailbox.messages = {1: b"From: x@example.org\r\n\r\n"}
    broken = {"password": ("PASSWORD", "wrong-ñ"), "port": ("PORT", 1), "folder": ("FOLDER", "Nowhere")}
    if fault in broken:
        monkeypatch.setitem(app.config, f"MAIL_IMAP_{broken[fault][0]}", broken[fault][1])
    else:
        mailbox.breaks_at = fault

    assert poll(clock.now()).error
    look_around("worker")
    assert app.test_cli_runner().invoke(args=["mail", "poll"]).exit_code == 1


@pytest.mark.onedb
def test_without_a_mailbox_the_command_says_which_setting_names_one(app):
    done = app.test_cli_runner().invoke(args=["mail", "poll"])

    assert done.exit_code == 1
    assert "MAIL_IMAP_SERVER" in done.output


@pytest.mark.onedb
def test_the_worker_reads_the_mailbox(app, cast, topic, door_of, mailbox):
    mailbox.messages = {1: an_answer(sender=cast.ben.email, to=door_of(cast.ben))}
    look_around("worker")

    assert said(topic) == ["We do, on Tuesdays."]


def test_what_came_in_is_forgotten_with_the_letters(app, cast, topic, door_of, on_tuesday):
    pipe(app, an_answer(sender=cast.ben.email, to=door_of(cast.ben)))
    bounces.record("a@example.org", "5.1.1", on_tuesday.date())
    db.session.commit()

    assert forget_before(on_tuesday) == 0
    forget_before(on_tuesday + timedelta(days=1))
    assert db.session.scalar(select(IncomingEmail)) is None
    assert db.session.scalar(select(MailAddress)) is None
