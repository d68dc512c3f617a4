"""What people want to hear: their own choices, over their state's, over the defaults of their role."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.notifications import defaults, rules
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import (
    DEFAULT_HOUR,
    MONDAY,
    QUIET_FROM,
    QUIET_UNTIL,
    Choice,
    MutedThing,
    Notification,
    Preference,
    StateChoice,
)

RECENT = timedelta(days=7)  # what stood quietly in the hub for longer is no news, whatever is chosen now
_FASTER = "You saved this in another window at the same moment. Open the page again and look at what is chosen."


class Source(StrEnum):
    """Who said how a person hears of a subject."""

    OWN = "own"
    STATE = "state"
    ROLE = "role"


@dataclass(frozen=True)
class Wishes:
    """The ways of one person, by subject; what is missing in both has the default of the role."""

    user: User
    own: Mapping[Subject, Way]
    of_state: Mapping[Subject, Way]

    def way(self, subject: Subject) -> Way:
        """Return how this person hears of a subject."""
        chosen = self.own.get(subject) or self.of_state.get(subject)
        return defaults.at_least(subject, chosen or defaults.default_way(self.user.role, subject))

    def source(self, subject: Subject) -> Source:
        """Return where the way of a subject comes from."""
        return Source.OWN if subject in self.own else Source.STATE if subject in self.of_state else Source.ROLE


def wishes_of(people: Sequence[User]) -> dict[int, Wishes]:
    """Return the wishes of several people by their ids, in two statements."""
    own: dict[int, dict[Subject, Way]] = {one.id: {} for one in people}
    for choice in db.session.scalars(select(Choice).where(Choice.user_id.in_(list(own)))):
        own[choice.user_id][choice.subject] = choice.way
    of_states = state_choices({one.state_code for one in people if one.state_code})
    return {one.id: Wishes(one, own[one.id], of_states.get(one.state_code or "", {})) for one in people}


def state_choices(state_codes: Collection[str]) -> dict[str, dict[Subject, Way]]:
    """Return the ways that states set for their people, by state."""
    found: dict[str, dict[Subject, Way]] = {code: {} for code in state_codes}
    if found:
        for choice in db.session.scalars(select(StateChoice).where(StateChoice.state_code.in_(list(found)))):
            found[choice.state_code][choice.subject] = choice.way
    return found


def preference_of(user: User) -> Preference:
    """Return when a person is reached, added with the defaults when there is no row yet."""
    return db.session.get(Preference, user.id) or add_defaults([user], clock.now())[0]


def shown_preference_of(user: User) -> Preference:
    """Return the same for a page, which must not write: the defaults are not stored."""
    return db.session.get(Preference, user.id) or _defaults(user, clock.now())


def add_defaults(people: Sequence[User], now: datetime) -> list[Preference]:
    """Store the defaults of those who have no row; the first digest comes at the next hour of theirs."""
    known = set(
        db.session.scalars(select(Preference.user_id).where(Preference.user_id.in_([one.id for one in people])))
    )
    missing = [_defaults(one, now) for one in people if one.id not in known]
    try:
        with db.session.begin_nested():
            db.session.add_all(missing)
    except IntegrityError:  # Somebody else told one of them of something at the same moment.
        for one in missing:
            db.session.merge(one)
    return [db.session.get_one(Preference, one.id) for one in people]


def choose(user: User, ways: Mapping[Subject, Way | None]) -> None:
    """Store what a person chose; None takes a choice back, so that the usual holds again.

    What still waits to be told to them follows. Raises Conflict when another window is faster.
    """
    _store(Choice, Choice.user_id == user.id, {"user_id": user.id}, ways)
    wishes = wishes_of([user])[user.id]
    _rewire(user, {one: wishes.way(one) for one in ways})


def choose_for_state(state_code: str, ways: Mapping[Subject, Way | None]) -> None:
    """Store what a state sets for its people; a person's own choice stays above it. None sets nothing any more."""
    _store(StateChoice, StateChoice.state_code == state_code, {"state_code": state_code}, ways)


def set_for_state(by: User, ways: Mapping[Subject, Way | None]) -> None:
    """Let a director set what the people of their state hear who chose nothing, and write it down in the audit trail.

    Raises NotAllowed for anybody else.
    """
    if not defaults.may_set_for_state(by) or by.state_code is None:
        raise NotAllowed("Only the director of a state sets what its people hear.")
    if not ways:
        return
    choose_for_state(by.state_code, ways)
    detail = ",".join(f"{subject}={way or 'usual'}" for subject, way in ways.items())
    record(by.id, "state-defaults-set", f"state-{by.state_code}", detail)


def choose_times(user: User, **times: int | bool) -> Preference:
    """Store hours and days of a person (the names are the columns of Preference), and when their next digest is due."""
    preference = preference_of(user)
    for name, value in times.items():
        setattr(preference, name, value)
    preference.next_digest_at = rules.next_digest_at(clock.now(), preference.digest_hour, user.time_zone)
    return preference


def _rewire(user: User, ways: Mapping[Subject, Way]) -> None:
    """Let what is not told yet go the way that its reader wants now: a change of mind loses and repeats nothing.

    What waited for a digest stays there when its subject is wanted at once from now on: its moment is gone. What was
    told follows, since it may have to be told again (telling_again.py); what is muted stays in the hub.
    """
    muted = select(MutedThing.about).where(MutedThing.user_id == user.id)
    is_heard = or_(Notification.subject == Subject.LATE, Notification.about.not_in(muted))
    waiting = (Notification.user_id == user.id, Notification.read_at.is_(None), is_heard)
    is_news = or_(Notification.way != Way.HUB, Notification.created_at >= clock.now() - RECENT)
    for subject, way in ways.items():
        new = Way.HUB if way == Way.NOTHING else Way.DAILY if way == Way.AT_ONCE else way
        kept = (Way.AT_ONCE, Way.DAILY) if way == Way.AT_ONCE else (new,)
        change = update(Notification).where(*waiting, is_news, Notification.subject == subject)
        changed = change.where(Notification.way.not_in(kept)).values(way=new, mail_at=None)
        db.session.execute(changed.execution_options(synchronize_session=False))


def _store(
    model: type[Choice] | type[StateChoice],
    whose: ColumnElement[bool],
    key: Mapping[str, object],
    ways: Mapping[Subject, Way | None],
) -> None:
    rows = select(Choice) if model is Choice else select(StateChoice)
    stored: dict[Subject, Choice | StateChoice] = {one.subject: one for one in db.session.scalars(rows.where(whose))}
    try:
        with db.session.begin_nested():
            for subject, way in ways.items():
                if way is None:
                    if subject in stored:
                        db.session.delete(stored[subject])
                elif subject in stored:
                    stored[subject].way = defaults.at_least(subject, way)
                else:
                    db.session.add(model(**key, subject=subject, way=defaults.at_least(subject, way)))
    except (IntegrityError, StaleDataError) as error:
        raise Conflict(_FASTER) from error


def _defaults(user: User, now: datetime) -> Preference:
    return Preference(
        user_id=user.id,
        digest_hour=DEFAULT_HOUR,
        weekly_day=MONDAY,
        is_quiet_at_night=True,
        quiet_from=QUIET_FROM,
        quiet_until=QUIET_UNTIL,
        is_quiet_on_weekends=True,
        lets_emergencies_through=True,
        next_digest_at=rules.next_digest_at(now, DEFAULT_HOUR, user.time_zone),
    )
