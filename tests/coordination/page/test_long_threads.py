"""A long timeline: shown in portions, at the price of a short one."""

from coordhub.coordination import actions, queries
from coordhub.coordination.models import Deed
from coordhub.db import db
from tests.coordination.page.conftest import MARKER, fill, words
from tests.statements import statements


def asked(client, request):
    with statements() as found:
        assert client.get(f"/coordination/{request.number}").status_code == 200
    return found


def test_the_page_asks_the_database_as_often_for_a_thousand_messages_as_for_fifty(taken, cast, client):
    client.sign_in(cast.rosa)
    fill(taken, (cast.ben, cast.rosa), 70)
    client.get(f"/coordination/{taken.number}")
    few = asked(client, taken)
    fill(taken, (cast.ben, cast.rosa), 930)
    client.get(f"/coordination/{taken.number}")
    many = asked(client, taken)

    assert len(many) == len(few) <= 30


def test_the_first_step_and_the_last_fifty_are_shown_and_the_way_to_the_others(taken, cast, client):
    fill(taken, (cast.ben, cast.rosa), 198)  # 200 steps
    page = words(client.sign_in(cast.rosa).get(f"/coordination/{taken.number}").text)

    assert MARKER in page
    assert "Word 200." in page and "Word 151." in page and "Word 150." not in page
    assert "149 steps stand between the first one and these." in page
    assert f'href="/coordination/{taken.number}?before=151#timeline"' in page

    earlier = words(client.get(f"/coordination/{taken.number}?before=151").text)
    assert "Word 150." in earlier and "Word 101." in earlier and "Word 151." not in earlier
    assert "Show the newest" in earlier
    last = words(client.get(f"/coordination/{taken.number}?before=52").text)
    assert "Word 3." in last and "Show earlier" not in last


def test_a_quote_of_what_is_not_shown_still_says_what_it_quotes(taken, cast, client):
    step = actions.write(taken, Deed.WRITE, "Where does the bus stop?", by=cast.ben)
    db.session.commit()
    fill(taken, (cast.ben, cast.rosa), 80)
    answer = client.sign_in(cast.rosa).post(
        f"/coordination/{taken.number}/messages", data={"text": "At the mill.", "quoted": str(step.position)}
    )

    assert "Where does the bus stop?" in client.get(answer.location).text


def test_a_deed_asks_the_database_as_often_on_a_long_thread(taken, cast, client):
    client.sign_in(cast.rosa)
    counts = []
    for number in (0, 500):
        fill(taken, (cast.ben, cast.rosa), number)
        with statements() as found:
            answer = client.post(f"/coordination/{taken.number}/messages", data={"text": "At the mill."})
        assert answer.status_code == 303
        counts.append(len(found))

    assert counts[1] <= counts[0]
    assert taken.last_position == 504


def test_a_record_has_every_step(taken, cast, client):
    fill(taken, (cast.ben, cast.rosa), 120)
    page = client.sign_in(cast.rosa).get(f"/coordination/{taken.number}/record?messages=yes").text

    assert "Word 3." in page and "Word 122." in page


def test_positions_have_no_gaps_after_any_deed(taken, cast):
    fill(taken, (cast.ben, cast.rosa), 60)
    head = queries.request_head_for(cast.ben, taken.number)
    actions.start(head, by=cast.ben)
    db.session.commit()

    assert [one.position for one in queries.whole_timeline(head)] == list(range(1, 64))
