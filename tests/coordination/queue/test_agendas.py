"""The agendas of many people at once are those of each of them."""

from datetime import timedelta

from coordhub.accounts.models import Absence
from coordhub.coordination.models import Status
from coordhub.coordination.queries import LISTED_AT_MOST, agendas_of, first_in_queue
from coordhub.coordination.rules.queue import QueueFilter, Show
from coordhub.db import db
from tests.coordination.queue.conftest import desk
from tests.statements import statements


def test_they_are_the_queues_of_each_person_in_the_same_order(put, people, on_tuesday):
    today = on_tuesday.date()
    for days in (-3, -1, 0, 2, 9):
        put(Status.IN_PROGRESS, due_on=today + timedelta(days=days))
        put(Status.WAITING, sender=people.ben, owner=people.rosa, due_on=today + timedelta(days=days))
        put(Status.SENT, sender=people.rosa, owner=people.mei, acknowledge_by=today + timedelta(days=days))
    put(Status.RESOLVED, answered_at=on_tuesday)
    put(Status.CLOSED)
    db.session.add(Absence(user_id=people.mei.id, delegate_id=people.ben.id, first_day=today, last_day=today))
    db.session.commit()

    everybody = [people.ben, people.mei, people.rosa, people.dana, people.ada]
    found = agendas_of(everybody, on_tuesday)
    assert people.ada.id not in found
    for one in everybody[:4]:
        for show, lines in ((Show.TODO, found[one.id].to_do), (Show.WAITING, found[one.id].waiting)):
            queue = first_in_queue(desk(one), QueueFilter(show=show), on_tuesday, limit=100)
            assert [line.number for line in lines] == [row.request.number for row in queue], (one.display_name, show)


def test_each_desk_is_bounded_and_the_statements_do_not_grow_with_the_people(put, people, on_tuesday):
    for _ in range(LISTED_AT_MOST + 3):
        put()
    agendas_of([people.dana], on_tuesday)  # which begins the transaction
    with statements() as few:
        agendas_of([people.dana], on_tuesday)
    with statements() as many:
        found = agendas_of([people.ben, people.rosa, people.dana, people.mei, people.luis], on_tuesday)

    assert len(found[people.ben.id].to_do) == LISTED_AT_MOST
    assert len(many) == len(few) == 2
