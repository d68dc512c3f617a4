"""All that a person was told: counts, filters, pages, and why."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert

from coordhub import clock
from coordhub.db import db
from coordhub.notifications import queries
from coordhub.notifications.kinds import KINDS, List, Way
from coordhub.notifications.models import Notification
from coordhub.notifications.queries import NOTICES_SHOWN, NoticeFilter
from tests.factories import a_person
from tests.home.telling import tell

NOTICES = "/inbox/notices"
SPREAD = ("request-message", "topic-reply", "entries-due")


def fill(user, number, groups):
    now = clock.now()
    rows = [
        {
            "user_id": user.id, "event_key": f"e-{one}", "kind": SPREAD[one % groups % 3], "way": Way.HUB,
            "subject": KINDS[SPREAD[one % groups % 3]].subject, "about": f"thing-{one % groups}",
            "title": f"Thing {one % groups}", "url": "/inbox", "reason": "you keep it",
            "created_at": now + timedelta(seconds=one), "read_at": now if one % 2 else None,
        }
        for one in range(number)
    ]  # fmt: skip
    db.session.execute(insert(Notification), rows)
    db.session.commit()


@pytest.mark.parametrize("name", ["rosa", "ben", "dana", "pat", "olive", "ada"])
def test_everybody_approved_sees_their_own_notices_and_no_others(cast, client, name):
    person = getattr(cast, name)
    tell(person, "topic-1")
    tell(cast.ben if person is not cast.ben else cast.rosa, "topic-2")
    page = client.sign_in(person).get(NOTICES).text

    assert "About topic-1" in page
    assert "About topic-2" not in page
    assert "About topic-1" in client.get("/inbox").text


@pytest.mark.onedb
def test_a_notice_says_why_and_leads_to_its_row_of_the_table(cast, client):
    tell(cast.ben, "topic-1")
    page = client.sign_in(cast.ben).get(NOTICES).text

    assert "You get this because you wrote in this topic." in page
    assert 'href="/notifications/preferences#row-reply"' in page
    assert 'id="row-reply"' in client.get("/notifications/preferences").text


@pytest.mark.onedb
def test_a_list_of_overdue_requests_belongs_to_requests(cast, client):
    tell(cast.rosa, "overdue-requests", kind="overdue-list")
    client.sign_in(cast.rosa)

    assert "About overdue-requests" in client.get(f"{NOTICES}?what=requests").text
    assert "About overdue-requests" not in client.get(f"{NOTICES}?what=directory").text
    assert queries.inbox(cast.rosa.id)[0].label == "Requests"


@pytest.mark.parametrize("typed", ["what=nonsense", "before=x", "before=-1", "before=99999999999999999999", "unread=x"])
@pytest.mark.onedb
def test_filters_that_do_not_exist_filter_nothing(cast, client, typed):
    tell(cast.ben, "topic-1")

    assert "About topic-1" in client.sign_in(cast.ben).get(f"{NOTICES}?{typed}").text


def test_ten_thousand_notices_are_paged_whole_in_a_constant_number_of_statements(cast, client):
    fill(cast.ben, 10_000, 250)
    client.sign_in(cast.ben)
    seen, path, spent = [], NOTICES, []
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    while path:
        statements.clear()
        page = client.get(path).text
        spent.append(len(statements))
        seen += re.findall(r'name="about" value="(thing-\d+)"', page)
        older = re.search(r'href="([^"]+)">Older', page)
        path = older.group(1).replace("&amp;", "&") if older else None

    assert len(seen) == len(set(seen)) == 250
    assert len(spent) == 250 // NOTICES_SHOWN + 1
    assert max(spent) <= 8


@pytest.mark.onedb
def test_a_muted_thing_says_so_and_is_unmuted_there(cast, client):
    tell(cast.ben, "topic-1")
    client.sign_in(cast.ben).post("/notifications/notices", data={"about": "topic-1", "deed": "mute"})

    assert "Muted" in client.get("/inbox").text
    assert queries.muted("topic-1", [cast.ben.id]) == {cast.ben.id}
    client.post("/notifications/notices", data={"about": "topic-1", "deed": "unmute"})
    assert queries.muted("topic-1", [cast.ben.id]) == set()


@pytest.mark.onedb
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(st.tuples(st.integers(0, 5), st.sampled_from(SPREAD), st.booleans()), max_size=25))
def test_counts_equal_a_naive_count(app, told):
    person, now = a_person(), clock.now()
    # A thing is of one list, as requests, topics and entries are.
    rows = [(f"{kind}-{thing}", kind, is_read) for thing, kind, is_read in told]
    for number, (about, kind, is_read) in enumerate(rows):
        db.session.add(
            Notification(
                user_id=person.id, event_key=f"n-{number}", kind=kind, subject=KINDS[kind].subject, way=Way.HUB,
                about=about, title="T", url="/", reason="r", created_at=now, read_at=now if is_read else None,
            )
        )  # fmt: skip
        db.session.flush()

    unread = {about for about, _, is_read in rows if not is_read}
    assert queries.unread_count(person.id) == len(unread)
    by_list = queries.unread_by_list(person.id)
    for one in List:
        of_it = {about for about, kind, _ in rows if KINDS[kind].list == one}
        assert by_list.get(one, 0) == len(unread & of_it)
        page = queries.history(person.id, NoticeFilter(one, unread_only=True))
        assert {group.about for group in page.groups} == unread & of_it
    for group in queries.inbox(person.id):
        assert group.unread == sum(about == group.about and not is_read for about, _, is_read in rows)
        assert group.total == sum(about == group.about for about, _, _ in rows)
    db.session.rollback()
