"""The inbox: what needs you, what changed, what waits, each from a bounded look at the queue."""

import re
from datetime import timedelta

import pytest

from coordhub import clock
from coordhub.coordination import actions
from coordhub.coordination.models import Deed, Status
from coordhub.db import db
from coordhub.home.agenda import TO_DO_SHOWN, WAITING_SHOWN, agenda_of
from tests.coordination.queue.conftest import a_request, noon, people, put, send_away

__all__ = ["people", "put"]  # fixtures


def numbers(found):
    return [one.request.number for one in found]


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def test_the_groups_are_overdue_due_by_tomorrow_the_rest_and_what_waits(put, people, on_tuesday):
    today = on_tuesday.date()
    late = put(Status.SENT, acknowledge_by=today - timedelta(days=1))
    tomorrow = put(Status.IN_PROGRESS, due_on=today + timedelta(days=1))
    later = put(Status.ACKNOWLEDGED, due_on=today + timedelta(days=2))
    answer = put(Status.WAITING, sender=people.ben, owner=people.rosa, due_on=today - timedelta(days=4))
    waits = put(Status.SENT, sender=people.ben, owner=people.rosa)
    put(owner=people.mei)

    agenda = agenda_of(people.ben, on_tuesday)
    assert numbers(agenda.overdue) == [late.number]
    assert numbers(agenda.due_soon) == [tomorrow.number]
    assert numbers(agenda.needs_you) == [answer.number, later.number]
    assert numbers(agenda.waiting) == [waits.number]
    assert agenda.others == 1


def test_what_changed_since_i_looked_stands_in_a_group_of_its_own_until_i_look(put, people, client):
    request = put()
    actions.acknowledge(request, by=people.ben)
    db.session.commit()
    client.sign_in(people.rosa)

    page = client.get("/inbox")
    group = page.text.split('aria-labelledby="changed"')[1].split("</section>")[0]
    assert request.number in group
    assert "Ben Okafor acknowledged, just now" in group
    assert page.text.count(request.number) == 2  # the link and the line below it, in one group only
    client.get(f"/coordination/{request.number}")
    again = client.get("/inbox").text
    assert "Changed since you last looked" not in again
    assert request.number in again.split('aria-labelledby="waiting"')[1]


def test_an_end_that_i_have_not_seen_is_among_what_changed(put, people):
    request = put(Status.RESOLVED)
    actions.mark_read(request, by=people.ben)
    actions.confirm(request, by=people.rosa)
    db.session.commit()

    assert numbers(agenda_of(people.ben, clock.now()).changed) == [request.number]


def test_a_request_of_an_absent_colleague_says_for_whom_it_is(put, people, client):
    put()
    put()
    send_away(people.ben, people.mei, noon(2026, 6, 15), noon(2026, 6, 20))
    page = words(client.sign_in(people.mei).get("/inbox"))

    assert page.count("For Ben Okafor, away until Sat, June 20") == 2  # the box above and the row


def test_a_full_desk_is_bounded_and_leads_to_the_queue(people, client):
    for _ in range(TO_DO_SHOWN + 5):
        a_request(Status.SENT, sender=people.rosa, owner=people.ben)
        a_request(Status.SENT, sender=people.ben, owner=people.luis)
    db.session.commit()

    agenda = agenda_of(people.ben, clock.now())
    assert (len(agenda.mine), agenda.more_to_do) == (TO_DO_SHOWN, True)
    assert (len(agenda.waiting), agenda.more_waiting) == (WAITING_SHOWN, True)
    page = client.sign_in(people.ben).get("/inbox").text
    assert 'href="/coordination/?whose=mine&amp;show=todo"' in page
    assert 'href="/coordination/?whose=mine&amp;show=waiting"' in page


@pytest.mark.parametrize("name", ["olive", "ada"])
def test_who_acts_for_no_state_has_an_inbox_without_requests(put, people, client, name):
    put()
    user = getattr(people, name)

    assert agenda_of(user, clock.now()).numbers == set()
    assert "You are caught up" in client.sign_in(user).get("/inbox").text


def test_no_private_word_stands_in_the_inbox(put, people, client):
    request = put(Status.ACKNOWLEDGED)
    actions.write(request, Deed.ASK, "Is the blue bus theirs?", by=people.ben)
    db.session.commit()
    page = client.sign_in(people.rosa).get("/inbox").text

    assert "asked you something" in page
    assert "blue bus" not in page
