"""Delivery against a real SMTP server on this machine, with every fault the study lists."""

import socket
import threading
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from sqlalchemy import select

from coordhub import clock
from coordhub.db import db
from coordhub.mail import actions, queries, rules
from coordhub.mail.delivery import deliver
from coordhub.mail.letters import Letter
from coordhub.mail.models import Delivery, DeliveryWorker, MailHost, OutgoingEmail
from coordhub.mail.outbox import put


class Post:
    """A post office that answers as told, and keeps what it accepted."""

    def __init__(self):
        self.accepted = []
        self.answers = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.get(("RCPT", address))
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.get(("DATA", envelope.rcpt_tos[0]))
        if answer:
            return answer
        self.accepted.append((envelope.rcpt_tos[0], envelope.content))
        return "250 accepted"

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = self.answers.get("MAIL")
        if answer:
            return answer
        envelope.mail_from = address
        return "250 OK"


@pytest.fixture
def post(app):
    office = Post()
    controller = Controller(office, hostname="127.0.0.1", port=0, server_kwargs={"auth_require_tls": False})
    controller.factory = lambda: SMTP(office, hostname="post.example.org")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        controller.port = probe.getsockname()[1]
    controller.start()
    kept = dict(app.config)
    app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=controller.port)
    yield office
    controller.stop()
    app.config.clear()
    app.config.update(kept)


def a_letter(key="1", address="ben@example.org"):
    content = f"Subject: {key}\r\n\r\nHello\r\n.dot\r\n".encode()
    row = put(Letter(address, key, f"<{key}@hub>", content), dedup_key=key, kind="test", user_id=None)
    db.session.commit()
    return row


def stored(key="1"):
    db.session.expire_all()
    return db.session.scalar(select(OutgoingEmail).where(OutgoingEmail.dedup_key == key))


def test_a_letter_arrives_whole_and_is_sent(post):
    a_letter()

    done = deliver(clock.now(), owner="w", limit=10)

    assert done.sent == 1
    assert [address for address, _ in post.accepted] == ["ben@example.org"]
    assert b"\r\n.dot\r\n" in post.accepted[0][1]
    assert (stored().status, stored().attempts) == (Delivery.SENT, 1)
    assert stored().smtp_reply.startswith("250")


def test_many_letters_leave_in_order(post, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_SENDERS", 1)  # several share them out
    for number in range(25):
        a_letter(str(number), f"p{number:02}@example.org")

    assert deliver(clock.now(), owner="w", limit=100).sent == 25
    assert [address for address, _ in post.accepted] == [f"p{number:02}@example.org" for number in range(25)]


@pytest.mark.parametrize(
    ("where", "answer", "status"),
    [
        (("RCPT", "ben@example.org"), "451 try later", Delivery.DEFERRED),
        (("DATA", "ben@example.org"), "452 no room", Delivery.DEFERRED),
        (("RCPT", "ben@example.org"), "550 no such person", Delivery.FAILED),
        (("DATA", "ben@example.org"), "554 refused", Delivery.FAILED),
    ],
)
def test_a_refused_letter_is_put_off_or_dead(post, where, answer, status):
    post.answers[where] = answer
    a_letter()
    a_letter("2", "rosa@example.org")

    deliver(clock.now(), owner="w", limit=10)

    assert stored().status == status
    assert answer in stored().last_error
    assert stored("2").status == Delivery.SENT


def test_a_letter_that_was_put_off_is_sent_when_its_time_has_come(post):
    post.answers[("RCPT", "ben@example.org")] = "451 try later"
    a_letter()
    now = clock.now()
    deliver(now, owner="w", limit=10)
    post.answers.clear()

    assert deliver(now + timedelta(seconds=10), owner="w", limit=10).sent == 0
    assert deliver(now + timedelta(minutes=2), owner="w", limit=10).sent == 1


def test_a_letter_dies_after_the_last_try(post):
    post.answers[("RCPT", "ben@example.org")] = "451 try later"
    a_letter()
    now = clock.now()
    for days in range(len(rules.WAITS) + 1):
        deliver(now + timedelta(days=2 * days), owner="w", limit=10)

    assert stored().status == Delivery.FAILED


def test_a_dead_letter_can_be_tried_again(post):
    post.answers[("RCPT", "ben@example.org")] = "550 no"
    a_letter()
    deliver(clock.now(), owner="w", limit=10)
    post.answers.clear()

    actions.try_again(stored())
    db.session.commit()

    assert deliver(clock.now(), owner="w", limit=10).sent == 1


@pytest.mark.parametrize("answer", ["421 busy", "530 sign in first", "550 you are blocked"])
def test_a_host_that_refuses_the_hub_burns_no_attempt_and_gets_a_rest(post, answer):
    post.answers["MAIL"] = answer
    a_letter()

    done = deliver(clock.now(), owner="w", limit=10)

    assert (done.sent, done.failed) == (0, 0)
    assert (stored().status, stored().attempts) == (Delivery.QUEUED, 0)
    assert db.session.scalar(select(MailHost)).paused_until > clock.now()
    post.answers.clear()
    assert deliver(clock.now(), owner="w", limit=10).sent == 0
    assert deliver(clock.now() + timedelta(minutes=2), owner="w", limit=10).sent == 1


def test_a_server_that_is_not_there_loses_nothing(app, monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setitem(app.config, "MAIL_SERVER", "127.0.0.1")
    monkeypatch.setitem(app.config, "MAIL_PORT", port)
    a_letter()

    deliver(clock.now(), owner="w", limit=10)

    assert (stored().status, stored().attempts) == (Delivery.QUEUED, 0)


def cutting_server(cut_after_dot):
    """A server that cuts the line while it takes the body, or after the final dot without an answer."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(1)

    def serve():
        line, _ = listener.accept()
        with line, line.makefile("rb") as read:
            line.sendall(b"220 hello\r\n")
            for command in read:
                word = command.split()[0].upper()
                if word == b"DATA":
                    line.sendall(b"354 go on\r\n")
                    if cut_after_dot:
                        for part in read:
                            if part == b".\r\n":
                                return
                    return
                line.sendall(b"250 OK\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return listener, thread


def test_a_line_cut_after_the_final_dot_leaves_the_letter_uncertain_and_it_is_not_sent_again(app, monkeypatch):
    listener, thread = cutting_server(cut_after_dot=True)
    monkeypatch.setitem(app.config, "MAIL_SERVER", "127.0.0.1")
    monkeypatch.setitem(app.config, "MAIL_PORT", listener.getsockname()[1])
    a_letter()

    done = deliver(clock.now(), owner="w", limit=10)
    thread.join(5)
    listener.close()

    assert done.uncertain == 1
    assert stored().status == Delivery.UNCERTAIN
    assert deliver(clock.now() + timedelta(days=3), owner="w", limit=10).sent == 0


def test_two_workers_never_send_the_same_letter(post):
    a_letter()
    seen = []

    class Slow:
        name = "slow"

        def hand_over(self, letter, before_dot):
            # Another worker looks while this one holds the letter.
            seen.append(deliver(clock.now(), owner="other", limit=10).sent)
            before_dot()
            return "250"

        def close(self):
            pass

    assert deliver(clock.now(), owner="w", limit=10, carrier=Slow()).sent == 1
    assert seen == [0]


def test_a_letter_whose_worker_died_before_handing_goes_back(post):
    row = a_letter()
    row.status, row.owner, row.lease_until = Delivery.CLAIMED, "gone", clock.now() - timedelta(minutes=1)
    db.session.commit()

    assert deliver(clock.now(), owner="w", limit=10).sent == 1


def test_a_letter_whose_worker_died_while_handing_is_uncertain(post):
    row = a_letter()
    row.status, row.owner, row.lease_until = Delivery.HANDING, "gone", clock.now() - timedelta(minutes=1)
    db.session.commit()

    assert deliver(clock.now(), owner="w", limit=10).sent == 0
    assert stored().status == Delivery.UNCERTAIN


def test_a_worker_that_lost_its_claim_does_not_hand_over(app):
    a_letter()

    class Stolen:
        name = "stolen"

        def hand_over(self, letter, before_dot):
            stored().owner = "thief"
            db.session.commit()
            before_dot()
            raise AssertionError("handed over twice")

        def close(self):
            pass

    assert deliver(clock.now(), owner="w", limit=10, carrier=Stolen()).sent == 0


def test_a_rolled_back_deed_leaves_no_letter(app):
    put(Letter("a@example.org", "s", "<x@hub>", b"x"), dedup_key="x", kind="test", user_id=None)
    db.session.rollback()

    assert stored("x") is None


def test_the_same_deed_puts_one_letter(app):
    a_letter()

    assert put(Letter("a@example.org", "s", "<y@hub>", b"x"), dedup_key="1", kind="test", user_id=None) is None


def test_a_practice_hub_writes_letters_to_files(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "HUB_DATA", str(tmp_path))
    a_letter()
    a_letter("2")

    assert deliver(clock.now(), owner="w", limit=10).sent == 2
    assert sorted(file.name for file in (tmp_path / "mail").iterdir()) == ["00001.eml", "00002.eml"]


def test_the_state_of_the_outbox_counts_what_waits_and_since_when(app, on_tuesday, at):
    a_letter()
    at(on_tuesday + timedelta(minutes=20))

    state = queries.outbox_state(clock.now())

    assert (state.waiting, state.oldest_waiting_seconds, state.worker_seen_at) == (1, 1200, None)


def test_a_worker_shows_that_it_is_alive(app, on_tuesday):
    actions.beat("w")
    actions.beat("w")
    db.session.commit()

    assert db.session.scalars(select(DeliveryWorker.seen_at)).all() == [on_tuesday]


def test_waits_grow_and_end(on_tuesday):
    waits = [rules.next_try(on_tuesday, tries, chance=0.5) - on_tuesday for tries in range(1, len(rules.WAITS) + 1)]

    assert waits == sorted(waits)
    assert rules.next_try(on_tuesday, len(rules.WAITS) + 1) is None


def test_the_command_prints_a_line_per_letter_and_no_address(post, app):
    a_letter()

    ran = app.test_cli_runner().invoke(args=["mail", "deliver"])

    assert "sent" in ran.output
    assert "ben@example.org" not in ran.output


def test_the_command_fails_when_a_letter_failed_for_good_and_retry_queues_it(post, app):
    post.answers[("RCPT", "ben@example.org")] = "550 no"
    a_letter()
    runner = app.test_cli_runner()

    assert runner.invoke(args=["mail", "deliver"]).exit_code == 1
    assert "queued" in runner.invoke(args=["mail", "retry", "--all"]).output
    assert stored().status == Delivery.QUEUED


def test_a_dry_run_sends_nothing(post, app):
    a_letter()

    assert "due" in app.test_cli_runner().invoke(args=["mail", "deliver", "--dry-run"]).output
    assert post.accepted == []
