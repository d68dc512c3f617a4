"""Everything a server can do to a letter or to the hub, at every place of the conversation."""

import socket
import ssl
from datetime import timedelta
from itertools import pairwise

import pytest

from coordhub import clock
from coordhub.mail import smtp
from coordhub.mail.models import Delivery
from tests.mail.postoffice import PostOffice
from tests.mail.waiting import a_letter, a_look, host_row, statuses, stored

pytestmark = pytest.mark.onedb
QUEUED, DEFERRED, FAILED = Delivery.QUEUED, Delivery.DEFERRED, Delivery.FAILED
CODES = ("421", "450", "451", "452", "550", "552", "554")


@pytest.fixture(params=["pipelining", "one by one"])
def place_of_talk(request, office):
    """The office, with and without commands in one write."""
    office.offers = ("PIPELINING",) if request.param == "pipelining" else ()
    return office


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_at_mail_belongs_to_the_host_and_burns_no_attempt(place_of_talk, code):
    place_of_talk.answers["MAIL"] = f"{code} not from <notify@example.org>"
    a_letter()

    done = a_look()

    assert (stored().status, stored().attempts, stored().owner) == (QUEUED, 0, None)
    assert host_row(place_of_talk.name).paused_until > clock.now()
    assert code in done.lines[0] and "@" not in done.lines[0]


@pytest.mark.parametrize("place", ["RCPT", "DATA", "DOT"])
@pytest.mark.parametrize("code", CODES)
def test_a_refusal_after_that_belongs_to_the_letter_unless_the_server_closes(place_of_talk, place, code):
    place_of_talk.answers[place, "ben@example.org"] = f"{code} no"
    a_letter()
    a_letter("2", "rosa@example.org")

    a_look()

    if code == "421":
        assert (stored().status, stored().attempts) == (QUEUED, 0)
        assert host_row(place_of_talk.name).paused_until > clock.now()
    else:
        assert (stored().status, stored().attempts) == (FAILED if code[0] == "5" else DEFERRED, 1)
        assert stored().last_error == f"{code} no"
        assert place_of_talk.addresses == ["rosa@example.org"]


@pytest.mark.parametrize("place", ["RCPT", "DOT"])
def test_a_refusal_by_policy_says_that_the_address_is_not_to_blame(office, place):
    office.answers[place] = "550 5.7.1 listed"
    a_letter()

    a_look()

    assert stored().status == FAILED
    assert stored().last_error.startswith("The server's policy refuses the hub's mail, not this address")


@pytest.mark.parametrize(
    ("place", "status", "paused"),
    [
        ("HELLO", QUEUED, True),
        ("EHLO", QUEUED, True),
        ("MAIL", QUEUED, True),
        ("RCPT", QUEUED, True),
        ("DATA", QUEUED, True),
        ("DOT", Delivery.UNCERTAIN, False),
    ],
)
@pytest.mark.parametrize("fault", ["cuts", "waits"])
def test_a_line_that_is_cut_or_hangs_leaves_a_doubt_only_after_the_final_dot(
    office, monkeypatch, place, status, paused, fault
):
    for limit in ("CONNECT_SECONDS", "COMMAND_SECONDS", "FINAL_DOT_SECONDS"):
        monkeypatch.setattr(smtp, limit, 0.15)
    if fault == "cuts":
        office.cuts.add(place)
    else:
        office.waits[place] = 0.5
    a_letter()

    a_look()

    assert (stored().status, stored().attempts) == (status, int(status == Delivery.UNCERTAIN))
    assert (host_row(office.name).paused_until is not None) == paused


def test_a_line_that_is_cut_while_a_long_letter_is_read_leaves_no_doubt(office):
    office.cuts.add("BODY")
    a_letter(content=b"Subject: x\r\n\r\n" + b"A line of a long letter.\r\n" * 400_000)

    a_look()

    assert stored().status == QUEUED


def test_a_letter_accepted_by_a_server_that_then_hung_up_is_sent(office):
    office.cuts.add("QUIT")
    a_letter()

    assert a_look().sent == 1


def test_a_server_whose_answers_get_lost_does_not_make_every_letter_uncertain(office):
    office.cuts.add("DOT")
    for key in "12345":
        a_letter(key)

    assert a_look().uncertain == 2
    assert statuses() == [Delivery.UNCERTAIN] * 2 + [QUEUED] * 3
    assert host_row(office.name).reason == "its answers get lost"


def test_an_uncertain_letter_is_never_sent_again_by_itself(office):
    office.cuts.add("DOT")
    a_letter()
    a_look()
    office.cuts.clear()

    assert a_look(now=clock.now() + timedelta(days=3)).sent == 0
    assert stored().status == Delivery.UNCERTAIN


def test_waits_grow_and_vary_until_the_letter_is_dead(office):
    office.answers["RCPT"] = "451 try later"
    a_letter()
    waits = []
    for days in range(8):
        a_look(now=clock.now() + timedelta(days=2 * days))
        waits.append(stored().next_at - clock.now())

    assert all(later > sooner * 0.9 for sooner, later in pairwise(waits))
    a_look(now=clock.now() + timedelta(days=30))
    assert (stored().status, stored().attempts) == (FAILED, 9)
    assert stored().failed_at is not None


def test_a_host_rests_longer_each_time_and_is_forgiven_at_the_first_letter(office, at):
    office.answers["MAIL"] = "421 busy"
    a_letter()
    now, rests = clock.now(), []
    for hours in range(3):
        at(now + timedelta(hours=hours))
        a_look()
        rests.append(host_row(office.name).paused_until - clock.now())
    office.answers.clear()

    assert rests == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15)]
    assert a_look().sent == 0
    at(now + timedelta(hours=3))
    assert a_look().sent == 1
    assert (host_row(office.name).refusals, host_row(office.name).paused_until) == (0, None)


def test_tls_with_a_server_that_cannot_do_it_belongs_to_the_host(app, monkeypatch):
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)  # without a certificate: every handshake fails
    with PostOffice(tls=bare) as office:
        for name, value in (("MAIL_SERVER", "127.0.0.1"), ("MAIL_PORT", office.port), ("MAIL_USE_SSL", True)):
            monkeypatch.setitem(app.config, name, value)
        a_letter()

        a_look()

        assert (stored().status, stored().attempts) == (QUEUED, 0)
        assert host_row(office.name).reason.startswith("TLS with it fails")


def test_a_server_without_tls_gets_no_letter_when_the_settings_ask_for_tls(app, office, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_USE_TLS", True)
    a_letter()

    a_look()

    assert office.accepted == []
    assert host_row(office.name).reason.startswith("it offers neither TLS")


def test_a_name_that_nobody_knows_belongs_to_the_host(app, monkeypatch):
    look_up = socket.getaddrinfo

    def unknown(host, *more, **other):
        # What a resolver says of it, without asking one: a test must not depend on the machine's.
        if host == "nobody.invalid":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *more, **other)

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setitem(app.config, "MAIL_SERVER", "nobody.invalid")
    a_letter()

    a_look()

    assert (stored().status, stored().attempts) == (QUEUED, 0)
    assert host_row("nobody.invalid:25").reason.startswith("its name cannot be found")


@pytest.mark.parametrize("address", ["ben@exa mple.org", "ben@example.org>\r\nRCPT TO:<eve@example.org", "ben"])
def test_an_address_that_cannot_be_said_is_a_dead_letter_and_holds_up_nobody(office, address):
    a_letter(address=address)
    a_letter("2", "rosa@example.org")

    a_look()

    assert statuses() == [FAILED, Delivery.SENT]
    assert office.addresses == ["rosa@example.org"]


def test_an_address_in_other_letters_goes_where_the_server_takes_them(office):
    a_letter(address="josé@example.org")

    a_look()

    assert stored().last_error.startswith("553 the address is not in English letters")


def test_reports_are_asked_for_where_the_server_gives_them_and_success_only_where_somebody_reads(
    app, office, monkeypatch
):
    office.offers = ("PIPELINING", "DSN")
    first = a_letter(address="ben+a=b@example.org")
    a_look()
    monkeypatch.setitem(app.config, "MAIL_REPLY_DOMAIN", "replies.example.org")
    second = a_letter("2")
    a_look()

    silent, read = office.accepted
    assert silent.sender == "notify@localhost"
    assert silent.mail_words == (f"ENVID={first}", "RET=HDRS")
    assert silent.rcpt_words == ("NOTIFY=FAILURE,DELAY", "ORCPT=rfc822;ben+2Ba+3Db@example.org")
    assert read.sender.startswith(f"bounce+{second}-") and read.sender.endswith("@replies.example.org")
    assert read.rcpt_words[0] == "NOTIFY=SUCCESS,FAILURE,DELAY"
