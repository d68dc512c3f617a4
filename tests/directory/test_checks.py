"""Letters that ask for a check, the links in them, and letters that came back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import flask
import html5lib
import pytest
from sqlalchemy import select

from coordhub import jobs
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions import confirm_entry, send_due_checks, take_in_bounces
from coordhub.directory.actions.checks import MAILBOX
from coordhub.directory.kinds import ChannelKind, VerifiedHow, Visibility
from coordhub.directory.models import Channel, CheckLetter, CheckStop, Entry
from coordhub.directory.rules.checks import LinkState, is_hard_bounce, link_state, step_asked, step_on
from coordhub.mail.models import Delivery, OutgoingEmail
from coordhub.notifications.models import Notification
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import HUB, a_contact, an_office, whole
from tests.directory.trust import letters, links_of, noon, text_of
from tests.factories import a_topic_letter, a_waiting_letter
from tests.statements import statements

At = Callable[[datetime], None]
DUE = date(2026, 6, 30)
CHECKED = "2026-01-01"  # 180 days before DUE


@pytest.fixture
def office(app: flask.Flask) -> Entry:
    """An office with a mailbox, due on DUE."""
    entry = an_office("tx-office", emails="mep@example.org", phones="512-555-0100", verified_on=CHECKED)
    entry.due_on = DUE
    db.session.commit()
    return entry


def send(day: date) -> list[str]:
    asked = send_due_checks(noon(day.year, day.month, day.day))
    db.session.commit()
    return [one.key for one in asked]


@pytest.mark.parametrize(("days", "step"), [(-31, None), (-30, -30), (-1, -30), (0, 0), (20, 0), (21, 21), (400, 21)])
def test_the_newest_step_counts(days: int, step: int | None) -> None:
    assert step_on(DUE, DUE + timedelta(days=days)) == step


@pytest.mark.parametrize(("days", "step"), [(-30, -30), (-8, -30), (-7, 0), (13, 0), (14, 21), (81, 21)])
def test_a_letter_shortly_before_a_step_stands_for_it(days: int, step: int) -> None:
    assert step_asked(DUE, DUE + timedelta(days=days)) == step


def test_what_has_been_due_for_months_is_no_matter_for_a_letter_out_of_the_blue() -> None:
    assert step_asked(DUE, DUE + timedelta(days=82)) is None


@pytest.mark.parametrize(
    ("reply", "hard"),
    [
        ("550 5.1.1 no such user", True),
        ("550 unknown", True),
        ("554 5.7.1 spam", False),
        ("450 later", False),
        ("", False),
    ],
)
def test_only_a_dead_address_is_a_bounce(reply: str, hard: bool) -> None:
    assert is_hard_bounce(reply) is hard


@pytest.mark.parametrize(
    ("verified_on", "replaced_on", "days", "theirs", "state"),
    [
        (date(2026, 1, 1), None, 0, True, LinkState.OPEN),
        (None, None, 90, True, LinkState.OPEN),
        (None, None, 91, True, LinkState.EXPIRED),
        (date(2026, 6, 1), None, 91, True, LinkState.CONFIRMED),
        (None, None, 0, False, LinkState.MOVED),
        (None, date(2026, 6, 1), 0, True, LinkState.REPLACED),
    ],
)
def test_a_link_opens_what_it_still_may(
    verified_on: date | None, replaced_on: date | None, days: int, theirs: bool, state: LinkState
) -> None:
    sent = date(2026, 6, 1)

    assert state == link_state(
        sent_on=sent,
        today=sent + timedelta(days=days),
        verified_on=verified_on,
        replaced_on=replaced_on,
        is_still_theirs=theirs,
    )


def test_three_letters_leave_each_once_and_then_none(office: Entry) -> None:
    days = (-31, -30, -29, -10, 0, 1, 20, 21, 22, 100, 500)
    asked = {days_after: send(DUE + timedelta(days=days_after)) for days_after in days}

    assert [one for one, keys in asked.items() if keys] == [-30, 0, 21]
    assert [letter["To"] for letter in letters()] == ["tx-office <mep@example.org>"] * 3


def test_after_a_pause_only_one_letter_leaves(office: Entry) -> None:
    assert send(DUE + timedelta(days=60)) == ["tx-office"]
    assert send(DUE + timedelta(days=61)) == []
    assert len(letters()) == 1


def test_running_twice_asks_once(office: Entry) -> None:
    assert send(DUE) == ["tx-office"]
    assert send(DUE) == []


@pytest.mark.parametrize(
    "why", ["replaced", "no mailbox", "hidden entry", "hidden address", "bounced", "wrong", "stopped"]
)
def test_nobody_is_written_to_who_should_not_be(office: Entry, why: str) -> None:
    channel = next(one for one in office.channels if one.value == "mep@example.org")
    if why == "replaced":
        office.replaced_on = DUE
    elif why == "no mailbox":
        office.channels.remove(channel)
    elif why == "hidden entry":
        office.visibility = Visibility.ADMINISTRATORS
    elif why == "hidden address":
        channel.visibility = Visibility.ADMINISTRATORS
    elif why == "bounced":
        channel.bounced_at = noon(2026, 6, 1)
    elif why == "wrong":
        channel.wrong_on = DUE
    else:
        db.session.add(CheckStop(entry_id=office.id, address="mep@example.org", stopped_at=noon(2026, 6, 1)))
    db.session.commit()

    assert send(DUE) == []
    assert letters() == []


def test_entries_that_share_a_mailbox_and_are_due_within_days_stand_in_one_letter(office: Entry) -> None:
    soon = a_contact("tx-person", emails="mep@example.org", visibility="members", verified_on=CHECKED)
    later = an_office("tx-later", emails="mep@example.org", verified_on=CHECKED)
    soon.due_on, later.due_on = DUE + timedelta(days=5), DUE + timedelta(days=60)
    db.session.commit()

    assert send(DUE) == ["tx-office", "tx-person"]
    (letter,) = letters()
    assert letter["Subject"] == "Are these 2 entries still right?"
    assert len(links_of(letter)) == 2
    assert send(DUE + timedelta(days=5)) == []


def test_a_letter_says_what_it_asks_why_it_came_and_how_to_stop_and_nothing_private(office: Entry) -> None:
    whole("tx-office").channels.append(_hidden_phone())
    db.session.commit()

    send(DUE)

    (letter,) = letters()
    words = text_of(letter)
    assert letter["Subject"] == "Is this still right? tx-office"
    assert "Phone: 512-555-0100" in words and "mep@example.org" in words
    assert "512-555-0199" not in words and "512-555-0199" not in letter.get_body(("html",)).get_content()
    assert "because this address stands in coordhub’s directory for tx-office" in words
    assert "Change what you get" not in words
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"] == f"<http://hub.example.org{links_of(letter)[0]}/stop>"


def test_both_parts_of_every_letter_parse_and_say_the_same(office: Entry) -> None:
    send(DUE)
    (letter,) = letters()
    html = letter.get_body(("html",)).get_content()

    html5lib.HTMLParser(strict=True).parse(html)
    for words in ("tx-office", "512-555-0100", "asks twice a year", *links_of(letter)):
        assert words in html and words in text_of(letter)
    assert "\n\n\n" not in text_of(letter).replace("\r\n", "\n")


def _hidden_phone() -> Channel:
    return Channel(kind=ChannelKind.PHONE, value="512-555-0199", visibility=Visibility.MEMBERS, position=9)


def test_without_a_mailbox_the_keeper_is_told_once_and_without_one_the_directors(starter: None, cast: Cast) -> None:
    kept = an_office("tx-kept", state_code="TX", verified_on=CHECKED)
    kept.keeper_id = cast.dana.id
    an_office("tx-own", state_code="TX", verified_on=CHECKED)
    an_office("tx-too", state_code="TX", verified_on=CHECKED)
    an_office("ak-own", state_code="AK", verified_on=CHECKED)
    for entry in db.session.scalars(select(Entry)):
        entry.due_on = DUE if entry.key in ("tx-kept", "tx-own", "tx-too", "ak-own") else None
    db.session.commit()

    assert sorted(send(DUE)) == ["tx-kept", "tx-own", "tx-too"]
    told = db.session.scalars(select(Notification).order_by(Notification.user_id)).all()
    assert sorted((one.user_id, one.url) for one in told) == [
        (cast.rosa.id, "/directory/keeping"),
        (cast.dana.id, "/directory/keeping"),
    ]
    assert letters() == []


def test_the_last_letter_also_tells_the_people(starter: None, cast: Cast) -> None:
    entry = an_office("tx-own", state_code="TX", emails="own@example.org", verified_on=CHECKED)
    for one in db.session.scalars(select(Entry)):
        one.due_on = DUE if one is entry else None
    db.session.commit()

    send(DUE)
    before = db.session.scalars(select(Notification)).all()
    send(DUE + timedelta(days=21))

    assert before == []
    assert [one.user_id for one in db.session.scalars(select(Notification))] == [cast.rosa.id]


def test_two_workers_at_once_send_one_letter(office: Entry, app: flask.Flask) -> None:
    both = Barrier(2)
    counts = []

    def work() -> None:
        with app.app_context():
            both.wait()
            counts.append(len(send_due_checks(noon(2026, 6, 30))))
            db.session.commit()
            db.session.remove()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(counts) == [0, 1]
    assert len(letters()) == len(db.session.scalars(select(CheckLetter)).all()) == 1


def test_the_worker_asks_and_delivers(office: Entry, at: At) -> None:
    at(noon(2026, 6, 30))

    jobs.look_around("one")
    jobs.look_around("two")

    assert db.session.scalars(select(OutgoingEmail.status)).all() == [Delivery.SENT]


@pytest.fixture
def link(office: Entry, at: At) -> str:
    """The path of the link in a letter sent on DUE."""
    at(noon(2026, 6, 30))
    send(DUE)
    path = links_of(letters()[0])[0]
    db.session.remove()  # The link is followed by a request that has loaded nothing yet.
    return path


def test_following_a_link_changes_nothing(client: CheckingClient, link: str) -> None:
    for _ in range(3):
        page = client.get(link).get_data(as_text=True)

    assert "Is this still right?" in page and "512-555-0100" in page and "All of this is right" in page
    assert f"/directory/entries/tx-office/suggest?check={link.rsplit('/', 1)[1]}" in page
    assert str(whole("tx-office").verified_on) == CHECKED


def test_pressing_the_button_confirms_the_entry_and_what_the_page_showed(client: CheckingClient, link: str) -> None:
    office = whole("tx-office")
    office.channels.append(_hidden_phone())
    db.session.commit()

    page = client.post(link, follow_redirects=True).get_data(as_text=True)

    entry = whole("tx-office")
    assert "Thank you, it is confirmed" in page
    assert (entry.verified_on, entry.verified_how, entry.verified_by) == (DUE, VerifiedHow.LINK, MAILBOX)
    assert {one.value: one.verified_on for one in entry.channels} == {
        "512-555-0100": DUE,
        "mep@example.org": DUE,
        "512-555-0199": None,
    }
    assert entry.due_on == DUE + timedelta(days=180)


def test_a_second_click_and_an_older_link_say_that_it_is_confirmed(client: CheckingClient, link: str, at: At) -> None:
    at(noon(2026, 7, 21))
    send(DUE + timedelta(days=21))
    newer = links_of(letters()[1])[0]
    client.post(newer)
    at(noon(2026, 7, 22))

    pages = [client.post(one, follow_redirects=True).get_data(as_text=True) for one in (newer, link)]

    assert all("This is confirmed already" in page for page in pages)
    assert whole("tx-office").verified_on == date(2026, 7, 21)


def test_an_old_a_made_up_and_a_moved_link_confirm_nothing(
    client: CheckingClient, office: Entry, link: str, at: At
) -> None:
    forged = client.post(link[:-2] + "xx")
    at(noon(2026, 6, 30) + timedelta(days=91))
    expired = client.post(link)
    at(noon(2026, 7, 1))
    entry = whole("tx-office")
    entry.channels = [one for one in entry.channels if one.value != "mep@example.org"]
    db.session.commit()
    moved = client.post(link)

    assert forged.status_code == 404 and "This link is not complete" in forged.get_data(as_text=True)
    assert "This link is too old" in expired.get_data(as_text=True)
    assert "This link is from an earlier address" in moved.get_data(as_text=True)
    assert str(whole("tx-office").verified_on) == CHECKED


def test_who_follows_a_link_may_say_what_is_wrong_even_of_what_only_members_see(
    client: CheckingClient, link: str
) -> None:
    entry = whole("tx-office")
    entry.visibility = Visibility.MEMBERS
    db.session.commit()
    path, token = "/directory/entries/tx-office/suggest", link.rsplit("/", 1)[1]

    page = client.get(f"{path}?check={token}").get_data(as_text=True)
    sent = client.post(f"{path}?check={token}", data={"wrong": "closed", "text": "We moved to the region office."})

    assert 'value="mep@example.org"' in page
    assert sent.status_code == 303
    assert client.get(path).status_code == client.get(f"{path}?check={token[:-2]}xx").status_code == 404
    assert client.get(f"/directory/entries/no-such/suggest?check={token}").status_code == 404


def test_stopping_takes_a_button_and_holds_for_this_address_and_entry_only(
    client: CheckingClient, office: Entry, link: str
) -> None:
    page = client.get(f"{link}/stop").get_data(as_text=True)
    still = send(DUE + timedelta(days=21))
    client.post(f"{link}/stop")
    client.post(f"{link}/stop", data={"List-Unsubscribe": "One-Click"})
    other = an_office("tx-other", emails="mep@example.org", verified_on=CHECKED)
    other.due_on = DUE
    whole("tx-office").due_on = DUE + timedelta(days=20)
    db.session.commit()

    assert "Stop these letters?" in page
    assert still == ["tx-office"]
    assert send(DUE + timedelta(days=60)) == ["tx-other"]


def test_a_mail_program_stops_without_a_session(app: flask.Flask, link: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        response = app.test_client().post(f"{link}/stop", data={"List-Unsubscribe": "One-Click"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert response.status_code == 200
    assert db.session.scalars(select(CheckStop.address)).all() == ["mep@example.org"]


def test_a_page_and_a_mail_program_may_stop_at_once(
    office: Entry, link: str, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(f"{link}/stop")
    # The other one looked before the first one had stored anything.
    monkeypatch.setattr(queries, "stopped_addresses", lambda _ids: set())

    assert client.post(f"{link}/stop").status_code == 200


def _fail(reply: str, address: str = "mep@example.org") -> OutgoingEmail:
    row = a_waiting_letter(address=address)
    row.status, row.last_error = Delivery.FAILED, reply
    db.session.commit()
    return row


def bounce(at_: datetime) -> list[str]:
    keys = list(take_in_bounces(at_))
    db.session.commit()
    return keys


def test_a_letter_that_came_back_makes_the_entry_due_once_and_a_confirmation_clears_it(office: Entry, at: At) -> None:
    at(noon(2026, 3, 2))
    _fail("550 5.1.1 no such user")

    assert bounce(noon(2026, 3, 2)) == ["tx-office"]
    assert bounce(noon(2026, 3, 3)) == []
    assert office.due_on == date(2026, 3, 2)
    assert [one.value for one in whole("tx-office").channels if one.bounced_at] == ["mep@example.org"]
    confirm_entry(whole("tx-office"), by=HUB, how=VerifiedHow.PHONE)
    db.session.commit()
    assert bounce(noon(2026, 3, 4)) == []
    assert not any(one.bounced_at for one in whole("tx-office").channels)
    _fail("550 still nobody")
    assert bounce(noon(2026, 3, 5)) == ["tx-office"]


@pytest.mark.parametrize("reply", ["450 4.2.2 full", "554 5.7.1 refused as spam"])
def test_what_says_nothing_about_the_address_is_no_bounce(office: Entry, reply: str) -> None:
    _fail(reply)

    assert bounce(noon(2026, 3, 2)) == []
    assert office.due_on == DUE


def test_many_letters_that_came_back_cost_one_question_and_one_mark(office: Entry) -> None:
    for number in range(5):
        _fail("550 5.1.1 no such user", address=f"nobody-{number}@example.org")
        _fail("550 5.1.1 no such user")

    with statements() as asked:
        keys = take_in_bounces(noon(2026, 3, 2))

    assert keys == ["tx-office"]
    assert sum(one.startswith("SELECT") for one in asked) == 1


def test_an_entry_confirmed_and_bounced_on_one_day_can_be_confirmed_again(office: Entry, at: At) -> None:
    at(noon(2026, 4, 1))
    confirm_entry(whole("tx-office"), by=HUB, how=VerifiedHow.PHONE)
    _fail("550 nobody")
    bounce(noon(2026, 4, 1))

    confirm_entry(whole("tx-office"), by=HUB, how=VerifiedHow.PHONE)

    assert whole("tx-office").due_on == date(2026, 9, 28)


def test_a_dry_run_says_whom_it_would_ask_and_asks_nobody(office: Entry, app: flask.Flask) -> None:
    result = app.test_cli_runner().invoke(args=["directory", "remind", "--dry-run", "--on", "2026-06-30"])
    real = app.test_cli_runner().invoke(args=["directory", "remind", "--on", "2026-06-30"])

    assert "tx-office: day +0, a letter to its own mailbox" in result.output
    assert "Dry run: nothing was stored." in result.output
    assert "1 entries asked about" in real.output
    assert len(letters()) == 1


def test_the_command_line_confirms_with_who_and_how(office: Entry, app: flask.Flask, at: At) -> None:
    at(noon(2026, 6, 1))
    run = app.test_cli_runner().invoke
    dry = run(args=["directory", "confirm", "tx-office", "--how", "phone", "--by", "Ada Moreno", "--dry-run"])
    before = str(whole("tx-office").verified_on)
    real = run(args=["directory", "confirm", "tx-office", "--how", "phone", "--by", "Ada Moreno"])
    unknown = run(args=["directory", "confirm", "no-such", "--how", "phone", "--by", "Ada"])
    wrong = run(args=["directory", "confirm", "tx-office", "--how", "link", "--by", "Ada"])

    assert dry.exit_code == real.exit_code == 0 and before == CHECKED
    assert whole("tx-office").verified_by == "Ada Moreno"
    assert unknown.exit_code == 1 and "No entry has the key" in unknown.output
    assert wrong.exit_code == 2


def test_a_topic_letter_that_failed_counts_too(office: Entry) -> None:
    assert a_topic_letter().address == "ben@example.org"
    _fail("551 moved away", address="MEP@example.org")

    assert bounce(noon(2026, 3, 2)) == ["tx-office"]
