"""`flask mail`: retry, pause and settle; each can run twice, none prints an address."""

import pytest

from coordhub.mail.models import Delivery
from coordhub.mail.relay_log import fates
from tests.mail.waiting import a_letter, a_look, stored

pytestmark = pytest.mark.onedb
LOG = """\
Nov 24 10:00:01 relay postfix/smtpd[11]: 3F2A91C0: client=hub.example.org[192.0.2.1]
Nov 24 10:00:01 relay postfix/cleanup[12]: 3F2A91C0: message-id=<1@hub>
Nov 24 10:00:01 relay postfix/cleanup[12]: 4kXyZ12Qz: message-id=<2@hub>
Nov 24 10:00:02 relay postfix/smtp[13]: 3F2A91C0: to=<ben@example.org>, relay=mx.example.org[192.0.2.2]:25, \
delay=1, delays=0/0/0/1, dsn=4.2.0, status=deferred (host said: 451 later)
Nov 24 10:05:02 relay postfix/smtp[13]: 3F2A91C0: to=<ben@example.org>, relay=mx.example.org[192.0.2.2]:25, \
delay=301, delays=0/0/0/1, dsn=2.0.0, status=sent (250 queued as status=bounced)
Nov 24 10:00:03 relay postfix/smtp[14]: 4kXyZ12Qz: to=<rosa@example.org>, relay=none, \
delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host said: 550 no such user)
Nov 24 10:00:04 relay postfix/smtp[14]: 99999999: to=<eve@example.org>, dsn=2.0.0, status=sent (of somebody else)
"""


@pytest.fixture
def run(app):
    def run(*words):
        ran = app.test_cli_runner().invoke(args=["mail", *words])
        assert "@" not in ran.output
        return ran

    return run


def test_a_relays_log_tells_what_became_of_letters():
    found = fates(LOG.splitlines())

    assert {key: (one.arrived, one.words) for key, one in found.items()} == {
        "<1@hub>": (True, "the relay's log: sent, 2.0.0"),
        "<2@hub>": (False, "the relay's log: bounced, 5.1.1"),
    }


def test_uncertain_letters_are_settled_by_the_relays_log(run, tmp_path):
    (tmp_path / "log").write_text(LOG)
    for key in "123":
        a_letter(key, status=Delivery.UNCERTAIN)
    first, second = stored("1").id, stored("2").id

    dry = run("settle", "--log", str(tmp_path / "log"), "--dry-run")
    once = run("settle", "--log", str(tmp_path / "log"))
    again = run("settle", "--log", str(tmp_path / "log"))

    assert dry.output.endswith("2 would be settled, 3 uncertain\n")
    assert once.output.splitlines() == [
        f"letter {first}: sent, the relay's log: sent, 2.0.0",
        f"letter {second}: failed, the relay's log: bounced, 5.1.1",
        "2 settled, 1 uncertain",
    ]
    assert again.output == "0 settled, 1 uncertain\n"
    assert [stored(key).status for key in "123"] == [Delivery.SENT, Delivery.FAILED, Delivery.UNCERTAIN]
    assert stored("1").sent_at is not None and stored("2").failed_at is not None


def test_a_log_that_is_not_there_is_named(run):
    ran = run("settle", "--log", "nowhere.log")

    assert ran.exit_code == 2 and "nowhere.log" in ran.output


def test_mail_is_paused_and_resumed_by_command(run, office):
    a_letter()

    said = [run("pause").output, run("pause").output]
    a_look()

    assert said == ["all hosts: stopped\n", "all hosts: was stopped before\n"]
    assert stored().status == Delivery.QUEUED
    assert run("pause", "--resume").output == "all hosts: letters leave again\n"
    assert run("pause", "--resume").output == "all hosts: was not stopped\n"
    assert run("pause", "--host", office.name).output == f"host {office.name}: stopped\n"
    assert run("pause", "--host", office.name, "--resume").output == f"host {office.name}: letters leave again\n"
    assert a_look().sent == 1


def test_a_host_that_the_settings_do_not_name_is_not_paused(run, office):
    ran = run("pause", "--host", "elsewhere:25")

    assert ran.exit_code == 1
    assert f"They name: {office.name}." in ran.output


def test_letters_are_retried_by_number_or_all_that_failed(run):
    for key, status in (("1", "failed"), ("2", "failed"), ("3", "uncertain"), ("4", "sent")):
        a_letter(key, status=Delivery(status), attempts=3)
    ids = [stored(key).id for key in "1234"]

    refused = run("retry", str(ids[2]), str(ids[3]))
    assert refused.exit_code == 1
    assert refused.output.startswith("Error: ") and "None was queued" in refused.output
    assert stored("3").status == Delivery.UNCERTAIN
    assert run("retry", "--all").output == f"letter {ids[0]}: queued\nletter {ids[1]}: queued\n"
    assert run("retry", str(ids[0])).output == f"letter {ids[0]}: is in the queue already\n"
    assert run("retry", "999").exit_code == 1
    assert run("retry", "--all").output == "no letter failed for good\n"
    assert "--all" in run("retry").output and run("retry").exit_code == 2
    assert (stored("1").attempts, stored("1").failed_at) == (0, None)


def test_nothing_printed_names_an_address_that_a_server_quotes(run, office):
    office.answers["MAIL"] = "550 5.7.1 <notify@localhost> is not welcome"
    a_letter()

    assert "<(address)> is not welcome" in run("deliver").output
