"""Retention: what goes after 90 days and after three years, what stays, and the legal hold."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import LargeBinary, func, select
from sqlalchemy import cast as as_type

from coordhub import clock
from coordhub.accounts.models import Role, User
from coordhub.audit.actions import record
from coordhub.audit.models import AuditEntry
from coordhub.coordination import actions, queries, rules, sweeping
from coordhub.coordination.models import (
    BrokenGlass,
    CoordinationRequest,
    Deed,
    MessageEdit,
    MessageMention,
    RequestMsixId,
    Status,
    Step,
)
from coordhub.coordination.types import TYPES
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.mail.models import Delivery, OutgoingEmail
from coordhub.notifications.models import Notification
from tests.asking import Asking
from tests.cast import Cast
from tests.coordination.clockwork.days import At, again, detroit, done
from tests.factories import a_person, a_waiting_letter
from tests.telling import write_letters

START = detroit(6, 16)
MARKER, MSIX_ID, COUNTY, COUNTY_CODE = "zebrafinch", "999000111222", "Plover County", "26777"
SECRETS = (MARKER, MSIX_ID, "Plover", COUNTY_CODE, "Mixteco", "2027-01")


@pytest.fixture
def closed(at: At, ask: Asking, cast: Cast) -> CoordinationRequest:
    """A request of June 16 that says everything, everywhere it can, and was closed on that day."""
    at(START)
    cast.ben.counties[0].county_code = COUNTY_CODE
    db.session.commit()
    request = ask(
        county_code=COUNTY_CODE, county_name=COUNTY, note=f"They like the {MARKER}.", msix_ids=[MSIX_ID],
        language="Mixteco", flags=["interpreter"], move_month="2027-01", move_week=3, urgency="term_ending",
        msix_notice_sent=True, msix_notice_on=START.date(), details={"direction": MARKER},
    )  # fmt: skip
    assert request.routed_because == f"covers {COUNTY}"
    actions.acknowledge(request, by=cast.ben)
    asked = actions.write(request, Deed.ASK, f"What is a {MARKER}?", by=cast.ben)
    db.session.add(MessageEdit(step_id=asked.id, text=f"A {MARKER}?", edited_at=START))
    db.session.add(MessageMention(step_id=asked.id, user_id=cast.rosa.id))
    actions.write(request, Deed.ANSWER, f"A bird, the {MARKER}.", by=cast.rosa, quoted=3)
    glass = {"reason": f"Somebody spoke of a {MARKER}.", "opened_at": START, "until_at": START}
    db.session.add(BrokenGlass(request_id=request.id, user_id=cast.ada.id, **glass))
    actions.record_outcome(request, "enrolled", by=cast.ben)
    actions.confirm(request, by=cast.rosa)
    cast.ben.counties[0].county_code = "26055"  # of all tables only the request says it now
    db.session.commit()
    return request


def after(at: At, span: timedelta) -> None:
    at(START + span)


def everything() -> dict[str, str]:
    """The text of every row of every table, by table."""
    found = {}
    for table in db.metadata.sorted_tables:
        columns = [as_type(one, LargeBinary) if isinstance(one.type, LargeBinary) else one for one in table.columns]
        found[table.name] = " ".join(_text(value) for row in db.session.execute(select(*columns)) for value in row)
    return found


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def test_ninety_days_after_its_end_no_table_holds_anything_private(at: At, closed: CoordinationRequest) -> None:
    before = everything()
    assert all(any(secret in text for text in before.values()) for secret in SECRETS)

    after(at, rules.WIPED_AFTER)
    assert done(sweeping.wipe()) == [f"{closed.number}: wiped"]

    for name, text in everything().items():
        assert [secret for secret in SECRETS if secret in text] == [], name


def test_the_shell_stays_with_its_people_dates_outcome_and_steps(
    at: At, closed: CoordinationRequest, cast: Cast
) -> None:
    before = [(one.deed, one.actor_id, one.at) for one in again(closed).steps]
    after(at, rules.WIPED_AFTER)
    sweeping.wipe()

    shell = again(closed)
    assert (shell.number, shell.type_code, shell.from_state, shell.to_state) == ("R-2026-00001", "MOVE", "TX", "MI")
    assert (shell.sender_id, shell.owner_id, shell.status) == (cast.rosa.id, cast.ben.id, Status.CLOSED)
    assert (shell.outcome_code, shell.sent_at, shell.closed_at) == ("enrolled", START, START)
    assert [(one.deed, one.actor_id, one.at) for one in shell.steps[:-1]] == before
    assert (shell.steps[-1].deed, shell.steps[-1].actor_id) == (Deed.WIPE, None)
    assert shell.wiped_at == clock.now()
    assert shell.children_count == 0 and shell.grade_bands == [] and shell.details == {}
    assert [one.code for one in shell.steps if one.deed == Deed.RECORD_OUTCOME] == ["enrolled"]


def test_the_page_of_a_wiped_request_still_opens_and_offers_nothing(
    at: At, closed: CoordinationRequest, cast: Cast, client: Any
) -> None:
    after(at, rules.WIPED_AFTER)
    sweeping.wipe()

    page = client.sign_in(cast.rosa).get(f"/coordination/{closed.number}").get_data(as_text=True)

    assert "The hub wiped what was said here" in page
    assert "covers" not in page
    whole = queries.request_for(cast.rosa, closed.number)
    assert whole is not None
    assert rules.deeds_open_to(cast.rosa, whole, clock.now()) == frozenset()


def test_wiping_is_no_news_for_those_who_had_read_everything(at: At, closed: CoordinationRequest, cast: Cast) -> None:
    last = closed.last_position
    marks = {one: queries.positions_read(one, [closed])[closed.id] for one in (cast.rosa, cast.ben)}
    assert marks == {cast.rosa: last, cast.ben: last - 1}  # Rosa confirmed, which Ben did not see yet
    after(at, rules.WIPED_AFTER)
    sweeping.wipe()
    db.session.expire_all()

    assert queries.positions_read(cast.rosa, [closed]) == {closed.id: last + 1}
    assert queries.positions_read(cast.ben, [closed]) == {closed.id: last - 1}


def test_a_day_too_early_and_a_second_time_nothing_is_wiped(at: At, closed: CoordinationRequest) -> None:
    after(at, rules.WIPED_AFTER - timedelta(seconds=1))
    assert done(sweeping.wipe()) == []
    after(at, rules.WIPED_AFTER)
    assert len(done(sweeping.wipe())) == 1
    assert done(sweeping.wipe()) == []


def test_withdrawn_requests_are_wiped_too_and_open_ones_never(at: At, ask: Asking, cast: Cast) -> None:
    at(START)
    withdrawn, left_lying = ask(), ask()
    actions.withdraw(withdrawn, by=cast.rosa)
    db.session.commit()
    after(at, timedelta(days=500))

    assert f"{withdrawn.number}: wiped" in done(sweeping.wipe())
    assert again(left_lying).wiped_at is None


def test_a_reopened_request_counts_from_its_second_end(at: At, closed: CoordinationRequest, cast: Cast) -> None:
    after(at, timedelta(days=20))
    actions.reopen(closed, "They are back.", by=cast.rosa)
    actions.record_outcome(closed, "moved_on", by=cast.ben)
    actions.confirm(closed, by=cast.rosa)
    db.session.commit()

    after(at, timedelta(days=109))
    assert done(sweeping.wipe()) == []
    after(at, timedelta(days=110))
    assert len(done(sweeping.wipe())) == 1


def test_requests_of_every_type_can_be_wiped_and_read(at: At, ask: Asking, cast: Cast, client: Any) -> None:
    at(START)
    requests = [ask(type_code=one) for one in TYPES]
    for request in requests:
        actions.withdraw(request, by=cast.rosa)
    db.session.commit()
    after(at, rules.WIPED_AFTER)

    assert done(sweeping.wipe()) == [f"{one.number}: wiped" for one in requests]
    client.sign_in(cast.ben)
    assert {client.get(f"/coordination/{one.number}").status_code for one in requests} == {200}


def test_a_legal_hold_stops_wiping_and_deleting_until_it_is_lifted(
    at: At, closed: CoordinationRequest, cast: Cast
) -> None:
    assert actions.hold_for_the_hub(closed.number, by=cast.ada, hold=True)
    db.session.commit()
    assert not actions.hold_for_the_hub(closed.number, by=cast.ada, hold=True)
    after(at, rules.KEPT_FOR * 2)
    sweeping.wipe()
    assert again(closed).wiped_at is None
    trail = db.session.scalars(select(AuditEntry.deed).where(AuditEntry.about == closed.number)).all()
    assert {"request-send", "request-hold"} <= set(trail)

    assert actions.hold_for_the_hub(closed.number, by=cast.ada, hold=False)
    db.session.commit()
    lines = done(sweeping.wipe())

    assert f"{closed.number}: wiped" in lines and f"{closed.number}: deleted" in lines


@pytest.mark.parametrize("name", ["rosa", "ben", "dana", "olive", "sam"])
def test_only_administrators_hold_by_command(closed: CoordinationRequest, cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed, match="hub administrator"):
        actions.hold_for_the_hub(closed.number, by=getattr(cast, name), hold=True)

    assert closed.held_at is None


def test_after_three_years_the_shell_and_all_that_hangs_on_it_go(
    at: At, closed: CoordinationRequest, ask: Asking, cast: Cast
) -> None:
    after(at, timedelta(days=1_000))
    young = ask(follows_id=closed.id)
    number = closed.number
    after(at, rules.KEPT_FOR + timedelta(seconds=1))

    lines = done(sweeping.wipe())

    assert lines[:2] == [f"{number}: wiped", f"{number}: deleted"]
    assert [one.split(":")[0] for one in lines[2:]] == ["audit", "notices"]
    assert db.session.scalars(select(CoordinationRequest.number)).all() == [young.number]
    assert again(young).follows_id is None
    assert db.session.scalar(select(func.count(Step.id))) == 1
    assert db.session.scalar(select(func.count()).select_from(RequestMsixId)) == 0
    assert "request-send" not in db.session.scalars(select(AuditEntry.deed).where(AuditEntry.about == number)).all()
    assert set(db.session.scalars(select(Notification.about))) == {young.number}


def test_audit_entries_go_after_three_years(at: At, cast: Cast) -> None:
    at(START)
    record(cast.ada.id, "approved", "user-7")
    db.session.commit()
    after(at, timedelta(days=1_095))
    record(cast.ada.id, "approved", "user-8")
    db.session.commit()
    assert done(sweeping.wipe()) == []

    after(at, timedelta(days=1_097))

    assert done(sweeping.wipe()) == ["audit: 1 deleted"]
    assert db.session.scalars(select(AuditEntry.about)).all() == ["user-8"]


def test_notices_go_after_three_years_unless_they_are_about_a_held_request(
    at: At, closed: CoordinationRequest, ask: Asking, cast: Cast
) -> None:
    other = ask()
    actions.hold_for_the_hub(closed.number, by=cast.ada, hold=True)
    db.session.commit()
    after(at, rules.KEPT_FOR - timedelta(days=1))
    sweeping.wipe()
    assert set(db.session.scalars(select(Notification.about))) == {closed.number, other.number}

    after(at, rules.KEPT_FOR + timedelta(days=1))
    sweeping.wipe()

    assert set(db.session.scalars(select(Notification.about))) == {closed.number}


def test_mail_records_go_after_90_days_and_no_digest_takes_them_for_news(at: At, ask: Asking, cast: Cast) -> None:
    at(START)
    ask()
    write_letters()
    letter = db.session.scalars(select(OutgoingEmail)).one()
    letter.status = Delivery.SENT
    waiting = a_waiting_letter()
    db.session.commit()
    waiting_id = waiting.id
    after(at, timedelta(days=90))
    assert [one for one in done(sweeping.wipe()) if "mail" in one] == []

    after(at, timedelta(days=91))

    assert done(sweeping.wipe()) == ["mail: 1 deleted"]
    assert db.session.scalars(select(OutgoingEmail.id)).all() == [waiting_id]
    notice = db.session.scalars(select(Notification)).one()
    assert (notice.letter_id, notice.read_at) == (None, clock.now())


def test_what_sqlite_deletes_is_overwritten(app: Any) -> None:
    if db.engine.dialect.name == "sqlite":
        assert db.session.connection().exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_a_director_who_reads_a_wiped_request_finds_no_county_in_its_history(
    at: At, closed: CoordinationRequest, client: Any
) -> None:
    mei: User = a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI")
    db.session.commit()
    after(at, rules.WIPED_AFTER)
    sweeping.wipe()

    page = client.sign_in(mei).get(f"/coordination/{closed.number}").get_data(as_text=True)

    assert not [secret for secret in SECRETS if secret in page]
