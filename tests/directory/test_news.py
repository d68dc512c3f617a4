"""Members hear of changes in their partner states: what is news, in which words, once, and never what is hidden."""

from datetime import date, timedelta

import flask
import pytest
from sqlalchemy import select

from coordhub.db import db
from coordhub.directory.actions import Doer, add_entry, change_entry, confirm_entry, keep_partners, replace_entry
from coordhub.directory.actions.imports import apply_list
from coordhub.directory.fields import BY_NAME
from coordhub.directory.kinds import ContactRole, EntryKind, VerifiedHow, Visibility
from coordhub.directory.rules.news import news_of
from coordhub.notifications.models import Notification
from tests.cast import Cast
from tests.directory.entries import a_contact, an_office, whole
from tests.directory.lists import brought, csv_text, wish_of
from tests.statements import statements
from tests.telling import write_letters

pytestmark = pytest.mark.usefixtures("starter", "on_tuesday")
SEEN = Visibility.PUBLIC


@pytest.fixture
def partners(cast: Cast) -> Cast:
    """Rosa and Ben work with Florida, Dana with Texas."""
    for user, code in ((cast.rosa, "FL"), (cast.ben, "FL"), (cast.dana, "TX")):
        keep_partners(user, [code])
    db.session.commit()
    return cast


def changed(key: str, by: object, **values: str) -> None:
    read = {name: BY_NAME[name].read(value) for name, value in values.items()}
    change_entry(whole(key), read, by=Doer.of(by))  # type: ignore[arg-type]


def told() -> list[tuple[str, str]]:
    """What was told, and to whom."""
    rows = db.session.scalars(select(Notification).order_by(Notification.id)).all()
    return [(row.title, str(row.user_id)) for row in rows]


def titles() -> list[str]:
    return sorted({title for title, _ in told()})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"phones": ["", "517-555-0111"]}, "It has a new phone number"),
        ({"phones": ["517-555-0111", "517-555-0112"]}, "It has a new phone number"),
        ({"phones": ["517-555-0111; 517-555-0112", "517-555-0112"]}, "It has dropped a phone number"),
        ({"emails": ["a@example.org", ""]}, "It has dropped an e-mail address"),
        ({"emails": ["", "a@example.org"], "role": ["x", "y"]}, "It has a new e-mail address and has another role"),
        ({"counties": ["48001", "48003"]}, "It answers for other counties"),
        ({"name": ["Old office", "It"]}, "Old office is now It"),
        (
            {"name": ["Old", "It"], "phones": ["", "517-555-0111"], "counties": ["", "48003"]},
            "Old is now It, and has a new phone number and answers for other counties",
        ),
        ({"note": ["", "Ask for Ana"], "street": ["", "1 Main"], "verified_on": ["", "2026-06-16"]}, ""),
        ({"phones": ["517-555-0111", "517-555-0111 (front desk)"]}, ""),
        ({"phones": ["517-555-0111", "517-555-0111; 517-555-0199 [administrators]"]}, ""),
        ({"phones": ["517-555-0111", "517-555-0111; 517-555-0199 [members]"]}, "It has a new phone number"),
        ({"phones": ["nonsense", "other nonsense"]}, ""),
        ({"visibility": ["administrators", "members"]}, "It is new in the directory"),
        ({"visibility": ["members", "public"]}, ""),
    ],
)
@pytest.mark.onedb
def test_a_change_is_told_in_plain_words_without_values(fields: dict[str, list[str]], words: str) -> None:
    assert news_of("It", SEEN, fields, "changed") == words


@pytest.mark.onedb
def test_deeds_have_words_of_their_own_and_hidden_entries_none() -> None:
    assert news_of("It", SEEN, {}, "added") == "It is new in the directory"
    assert news_of("It", SEEN, {}, "closed") == "It has closed"
    assert news_of("It", SEEN, {}, "replaced", successor="That") == "It was replaced by That"
    assert news_of("It", SEEN, {}, "replaced") == "It has closed"
    assert news_of("It", Visibility.ADMINISTRATORS, {}, "added") == ""


def test_who_works_with_the_state_hears_of_a_change(app: flask.Flask, partners: Cast) -> None:
    an_office("fl-tampa", name="Tampa office", state_code="FL")

    changed("fl-tampa", partners.ada, phones="813-555-0100", note="MARKER")

    title = "Florida: Tampa office has a new phone number"
    assert told() == [(title, str(partners.rosa.id)), (title, str(partners.ben.id))]
    row = db.session.scalars(select(Notification)).first()
    assert (row.about, row.url, row.subject) == ("directory-FL", "/directory/offices/fl-tampa", "partners")
    assert row.reason == "Florida is one of your partner states"


def test_whoever_did_it_is_not_told(app: flask.Flask, partners: Cast) -> None:
    keep_partners(partners.dana, ["TX"])
    an_office("tx-office", name="Austin office", state_code="TX")

    changed("tx-office", partners.rosa, emails="austin@example.org")

    assert told() == [("Texas: Austin office has a new e-mail address", str(partners.dana.id))]


def test_a_second_change_on_a_day_is_no_second_event(app: flask.Flask, partners: Cast, at, on_tuesday) -> None:
    an_office("fl-tampa", name="Tampa office", state_code="FL")
    changed("fl-tampa", partners.ada, phones="813-555-0100")
    changed("fl-tampa", partners.ada, phones="813-555-0101")
    assert len(told()) == 2

    at(on_tuesday + timedelta(days=1))
    changed("fl-tampa", partners.ada, phones="813-555-0102")

    assert len(told()) == 4


def test_what_is_added_closed_or_replaced_is_told(app: flask.Flask, partners: Cast, at, on_tuesday) -> None:
    by = Doer.of(partners.ada)
    values = {"role": ContactRole.RECORDS, "state_code": "FL", "source": "A call", "visibility": Visibility.MEMBERS}
    ana = add_entry(EntryKind.CONTACT, values | {"name": "Ana Peña"}, by=by)
    lee = add_entry(EntryKind.CONTACT, values | {"name": "Lee Ito"}, by=by)
    at(on_tuesday + timedelta(days=1))
    replace_entry(whole(ana.key), whole(lee.key), on=date(2026, 6, 17), by=by)
    at(on_tuesday + timedelta(days=2))
    replace_entry(whole(lee.key), None, on=date(2026, 6, 18), by=by)

    assert titles() == [
        "Florida: Ana Peña is new in the directory",
        "Florida: Ana Peña was replaced by Lee Ito",
        "Florida: Lee Ito has closed",
        "Florida: Lee Ito is new in the directory",
    ]


def test_no_hidden_entry_and_no_hidden_successor_is_ever_named(app: flask.Flask, partners: Cast, client) -> None:
    hidden = {"state_code": "FL", "visibility": "administrators"}
    a_contact("fl-hidden", name="Hidden MARKER", **hidden)
    an_office("fl-tampa", name="Tampa office", state_code="FL")
    changed("fl-hidden", partners.ada, phones="813-555-0100")
    replace_entry(whole("fl-tampa"), whole("fl-hidden"), on=date(2026, 6, 16), by=Doer.of(partners.ada))
    db.session.commit()

    assert titles() == ["Florida: Tampa office has closed"]
    assert "MARKER" not in client.sign_in(partners.rosa).get("/inbox").text


def test_a_confirmation_is_no_news(app: flask.Flask, partners: Cast) -> None:
    an_office("fl-tampa", name="Tampa office", state_code="FL")

    confirm_entry(whole("fl-tampa"), by=Doer.of(partners.ada), how=VerifiedHow.PHONE)

    assert told() == []


def test_the_hubs_own_deeds_and_entries_of_no_state_are_no_news(app: flask.Flask, partners: Cast) -> None:
    an_office("fl-tampa", name="Tampa office", state_code="FL")
    an_office("national", name="National office")

    changed("national", partners.ada, phones="202-555-0100")

    assert told() == []


def test_a_list_makes_one_event_for_each_state(app: flask.Flask, partners: Cast) -> None:
    rows = [("contact", "recruiter", f"Person Number{one}", "FL") for one in "ABC"]
    rows += [("contact", "recruiter", "Person Texan", "TX")]
    batch, _ = brought(csv_text(("kind", "role", "name", "state"), *rows))

    apply_list(batch, wish_of())

    assert titles() == [
        "Florida: 3 entries changed, by an imported list",
        "Texas: 1 entry changed, by an imported list",
    ]
    assert {row.url for row in db.session.scalars(select(Notification))} == {"/states/FL", "/states/TX"}


def test_a_list_without_news_is_not_told(app: flask.Flask, partners: Cast) -> None:
    an_office("fl-tampa", name="Tampa office", state_code="FL")
    batch, _ = brought(csv_text(("Key", "Note"), ("fl-tampa", "Ring the bell")))

    apply_list(batch, wish_of())

    assert told() == []


def test_people_who_cannot_work_are_not_told(app: flask.Flask, partners: Cast) -> None:
    partners.ben.active = False
    an_office("fl-tampa", name="Tampa office", state_code="FL")

    changed("fl-tampa", partners.ada, phones="813-555-0100")

    assert [user for _, user in told()] == [str(partners.rosa.id)]


def test_telling_asks_as_often_for_many_members_as_for_one(app: flask.Flask, partners: Cast) -> None:
    an_office("fl-tampa", name="Tampa office", state_code="FL")
    an_office("tx-office", name="Austin office", state_code="TX")
    db.session.commit()
    with statements() as one:
        changed("tx-office", partners.ada, phones="813-555-0100")
        db.session.commit()
    with statements() as two:
        changed("fl-tampa", partners.ada, phones="813-555-0100")
        db.session.commit()

    assert len(two) <= len(one) + 1


def test_the_letter_of_who_wants_it_at_once_has_the_title_and_the_link(app: flask.Flask, partners: Cast) -> None:
    from coordhub.mail.models import OutgoingEmail
    from coordhub.notifications import preferences
    from coordhub.notifications.kinds import Subject, Way

    preferences.choose(partners.rosa, {Subject.DIRECTORY: Way.AT_ONCE})
    an_office("fl-tampa", name="Tampa office", state_code="FL")
    changed("fl-tampa", partners.ada, phones="813-555-0100")

    assert write_letters() == 1
    letter = db.session.scalars(select(OutgoingEmail)).one()
    assert letter.subject == "[directory] Florida: Tampa office has a new phone number"
    assert b"813-555" not in letter.content
