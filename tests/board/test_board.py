"""The board: who writes where, what stands at the door, what is unread."""

import pytest
from sqlalchemy import select

from coordhub.board import actions, queries
from coordhub.board.actions import FORUMS, ensure_forums
from coordhub.board.models import POSTS_A_PAGE, Post, Topic
from coordhub.board.queries import forum_named
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications.models import Notification
from coordhub.privacy.checks import PrivacyRefusal
from tests.statements import statements
from tests.telling import write_letters

TOPIC = {"title": "Bus lines in June", "text": "Who drives in the **second** week?"}
ROLES = ("visitor", "rosa", "ben", "dana", "pat", "olive", "sam", "ada")


@pytest.fixture
def forums(app):
    ensure_forums()
    db.session.commit()


@pytest.fixture
def topic(cast, forums, on_tuesday):
    found = actions.start_topic(forum_named("summer"), TOPIC["title"], TOPIC["text"], by=cast.rosa)
    db.session.commit()
    return found


def come_as(client, cast, role):
    return client if role == "visitor" else client.sign_in(getattr(cast, role))


def test_forums_are_added_once(app):
    assert ensure_forums() == len(FORUMS)
    db.session.commit()
    assert ensure_forums() == 0


MAY_START = {"rosa", "ben", "dana", "pat", "ada"}
MAY_ANNOUNCE = {"rosa", "olive", "ada"}


@pytest.mark.onedb
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("slug", "allowed"), [("summer", MAY_START), ("announcements", MAY_ANNOUNCE)])
def test_who_starts_a_topic(cast, forums, client, role, slug, allowed):
    come_as(client, cast, role).post(f"/board/{slug}/new", data=TOPIC)

    assert (db.session.scalar(select(Topic)) is not None) == (role in allowed)


@pytest.mark.onedb
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("slug", "allowed"), [("summer", MAY_START), ("announcements", MAY_START | {"olive"})])
def test_who_replies(cast, forums, client, role, slug, allowed):
    topic = actions.start_topic(forum_named(slug), TOPIC["title"], TOPIC["text"], by=cast.ada)
    db.session.commit()
    come_as(client, cast, role).post(f"/board/topics/{topic.id}", data={"text": "We do."})

    assert (len(queries.posts_of(topic)) == 2) == (role in allowed)


def test_a_topic_and_a_reply_by_another_state_stand_on_its_page(cast, forums, client):
    answer = client.sign_in(cast.rosa).post("/board/summer/new", data=TOPIC)
    assert answer.status_code == 303
    reply = client.sign_in(cast.ben).post(answer.location, data={"text": "Michigan does, on Tuesdays."})
    assert reply.location.endswith("#post-2")

    page = client.sign_in(cast.dana).get(answer.location).text
    assert "<strong>second</strong>" in page
    assert "Michigan does, on Tuesdays." in page
    assert page.index("Rosa Delgado") < page.index("Ben Okafor")


@pytest.mark.parametrize("text", ["She was born 4/12/2014.", "His SSN is 123-45-6789.", "Her student ID is 20194433."])
def test_refused_text_is_still_in_the_form_and_nothing_is_stored(cast, topic, client, text):
    answer = client.sign_in(cast.ben).post(f"/board/topics/{topic.id}", data={"text": text})

    assert answer.status_code == 422
    assert text in answer.text
    db.session.expire_all()
    assert topic.post_count == 1
    assert len(db.session.scalars(select(Post)).all()) == 1


def test_a_refused_title_keeps_the_whole_topic_in_the_form(cast, forums, client):
    answer = client.sign_in(cast.ben).post("/board/summer/new", data=TOPIC | {"title": "Born on 4/12/2014"})

    assert answer.status_code == 422
    assert "Born on 4/12/2014" in answer.text
    assert "Who drives in the **second** week?" in answer.text
    assert db.session.scalar(select(Topic)) is None


@pytest.mark.parametrize("wrong", [{"title": ""}, {"text": "  "}, {"title": "x" * 400}, {"text": "x" * 60_000}])
def test_an_empty_or_endless_topic_is_refused_with_a_reason(cast, forums, client, wrong):
    answer = client.sign_in(cast.ben).post("/board/summer/new", data=TOPIC | wrong)

    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert db.session.scalar(select(Topic)) is None


def test_a_preview_shows_it_and_stores_nothing(cast, forums, client):
    page = client.sign_in(cast.ben).post("/board/summer/new", data=TOPIC | {"preview": "1"}).text

    assert "<strong>second</strong>" in page
    assert db.session.scalar(select(Topic)) is None


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<img src=x onerror="alert(1)">', "![x](http://e/t.png)"],
)
def test_markup_that_could_run_or_track_does_not(cast, topic, client, text):
    actions.reply(topic, f"{text} and more", by=cast.ben)
    db.session.commit()
    html = queries.posts_of(topic)[1].html

    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_a_reply_tells_those_who_wrote_and_not_its_author(cast, topic):
    actions.reply(topic, "We do.", by=cast.ben)
    actions.reply(topic, "Thank you.", by=cast.rosa)
    db.session.commit()
    told = db.session.execute(
        select(Notification.user_id, Notification.event_key).where(Notification.kind == "topic-reply")
    ).all()

    assert set(told) == {(cast.rosa.id, f"{topic.key}/post-2"), (cast.ben.id, f"{topic.key}/post-3")}


def test_a_new_topic_reaches_all_states_and_mails_nobody_at_once(cast, topic):
    write_letters()
    told = set(db.session.scalars(select(Notification.user_id)))

    assert told == {one.id for one in (cast.ben, cast.dana, cast.pat, cast.olive, cast.ada)}
    assert db.session.scalars(select(OutgoingEmail)).all() == []


def test_unread_posts_are_counted_until_they_are_seen(cast, topic, client):
    actions.reply(topic, "We do.", by=cast.ben)
    db.session.commit()
    unread = lambda: [row.unread for row in queries.topics_of(topic.forum, cast.dana)]  # noqa: E731

    assert unread() == [2]
    client.sign_in(cast.dana).get(f"/board/topics/{topic.id}")
    assert unread() == [0]
    actions.reply(topic, "And Ohio.", by=cast.rosa)
    db.session.commit()
    assert unread() == [1]


def test_a_long_topic_has_pages_and_a_page_beyond_the_end_is_the_last(cast, topic, client):
    for number in range(POSTS_A_PAGE):
        actions.reply(topic, f"Reply number {number}", by=cast.ben)
    db.session.commit()
    client.sign_in(cast.dana)

    assert f"Reply number {POSTS_A_PAGE - 1}" not in client.get(f"/board/topics/{topic.id}").text
    for page in (2, 99):
        assert f"Reply number {POSTS_A_PAGE - 1}" in client.get(f"/board/topics/{topic.id}?page={page}").text


@pytest.mark.parametrize("path", ["/board/no-such-forum", "/board/topics/99999", "/board/topics/99999999999999"])
def test_what_does_not_exist_is_not_found(cast, forums, client, path):
    assert client.sign_in(cast.ben).get(path).status_code == 404


def test_a_topic_page_asks_the_database_as_often_for_many_posts_as_for_one(cast, topic, client):
    def queries_of_the_page():
        with statements() as asked:
            client.get(f"/board/topics/{topic.id}")
        return len(asked)

    client.sign_in(cast.dana).get(f"/board/topics/{topic.id}")
    few = queries_of_the_page()
    for number in range(20):
        actions.reply(topic, f"Reply {number}", by=(cast.ben, cast.pat, cast.ada)[number % 3])
    db.session.commit()
    client.get(f"/board/topics/{topic.id}")

    assert queries_of_the_page() <= few + 1


def test_deeds_refuse_on_their_own_what_a_page_would_not_offer(cast, forums, topic):
    with pytest.raises(NotAllowed):
        actions.start_topic(forum_named("summer"), "t", "t", by=cast.olive)
    with pytest.raises(NotAllowed):
        actions.reply(topic, "t", by=cast.sam)
    with pytest.raises(PrivacyRefusal):
        actions.reply(topic, "SSN 123-45-6789", by=cast.ben)


def test_two_posts_with_one_number_are_a_conflict(cast, topic):
    db.session.add(Post(topic_id=topic.id, number=2, author=cast.pat, text="x", html="x", renderer_version=1,
                        created_at=topic.created_at))  # fmt: skip
    db.session.commit()  # A colleague's, stored since this session counted the posts.

    with pytest.raises(Conflict, match="same moment"):
        actions.reply(topic, "Me too", by=cast.ben)
    db.session.rollback()
