"""Questions about notifications."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select

from coordhub.db import db
from coordhub.notifications.kinds import KINDS, List, Subject, kinds_of
from coordhub.notifications.models import MutedThing, Notification

NOTICES_SHOWN = 100  # groups on a page of the history
NOTICES_ON_THE_DESK = 15
EVENTS_SHOWN = 5  # of a group


@dataclass(frozen=True)
class NoticeFilter:
    """Which notices a page shows: those of a list or all, only unread ones or all, those before a page's last one."""

    list: List | None = None
    unread_only: bool = False
    before: int | None = None


@dataclass(frozen=True)
class NoticeGroup:
    """All about one thing: its newest notification, how many there are and how many unread, whether it is muted.

    `earlier` are the next newest ones, where they were asked for.
    """

    about: str
    latest: Notification
    unread: int
    total: int = 1
    is_muted: bool = False
    earlier: Sequence[Notification] = field(default=())

    @property
    def since(self) -> datetime:
        """When the newest thing happened."""
        return self.latest.created_at

    @property
    def label(self) -> str:
        """The number of a request, else the list to which it belongs, in words."""
        return self.about if self.about.startswith("R-") else KINDS[self.latest.kind].list.label


@dataclass(frozen=True)
class NoticePage:
    """A page of groups; `older` is where the next one begins, None on the last."""

    groups: Sequence[NoticeGroup]
    older: int | None


def unread_count(user_id: int, *, without: Collection[str] = ()) -> int:
    """Return about how many things a person has unread notifications; several about one thing count once."""
    found = select(func.count(Notification.about.distinct())).where(*_unread(user_id))
    if without:
        found = found.where(Notification.about.not_in(list(without)))
    return db.session.scalar(found) or 0


def unread_by_list(user_id: int) -> dict[List, int]:
    """Return the same for each list; lists without anything unread are left out."""
    which = case(*[(Notification.kind.in_(kinds_of(one)), one.value) for one in List if kinds_of(one)], else_="")
    found = select(which.label("list"), func.count(Notification.about.distinct())).where(*_unread(user_id))
    return {List(name): number for name, number in db.session.execute(found.group_by("list")) if name}


def inbox(user_id: int, *, without: Collection[str] = (), limit: int = NOTICES_SHOWN) -> Sequence[NoticeGroup]:
    """Return what a person was told, grouped by what it is about, the newest first; without some things."""
    more = [Notification.about.not_in(list(without))] if without else []
    return _groups(user_id, NoticeFilter(), more, limit)


def history(user_id: int, which: NoticeFilter, *, size: int = NOTICES_SHOWN) -> NoticePage:
    """Return a page of everything a person was told, grouped, the newest first, with what came before in each group."""
    groups = _groups(user_id, which, [], size + 1)
    shown = groups[:size]
    earlier = _earlier(user_id, [one.about for one in shown if one.total > 1])
    full = [
        NoticeGroup(one.about, one.latest, one.unread, one.total, one.is_muted, earlier.get(one.about, [])[1:])
        for one in shown
    ]
    return NoticePage(full, shown[-1].latest.id if len(groups) > size else None)


def has_notices_about(user_id: int, about: str) -> bool:
    """Say whether a person was ever told of a thing."""
    found = select(Notification.id).where(Notification.user_id == user_id, Notification.about == about)
    return db.session.scalar(found.limit(1)) is not None


def newest_about(user_id: int, about: str) -> Notification | None:
    """Return the newest notification of a person about one thing."""
    found = select(Notification).where(Notification.user_id == user_id, Notification.about == about)
    return db.session.scalar(found.order_by(Notification.id.desc()).limit(1))


def muted(about: str, user_ids: Collection[int]) -> set[int]:
    """Return which of these people want no letters about a thing."""
    found = select(MutedThing.user_id).where(MutedThing.about == about, MutedThing.user_id.in_(list(user_ids)))
    return set(db.session.scalars(found))


def subjects_of_letter(letter_id: int) -> Sequence[Subject]:
    """Return the subjects that a letter told its reader of, each once."""
    found = select(Notification.subject).where(Notification.letter_id == letter_id).distinct()
    return db.session.scalars(found.order_by(Notification.subject)).all()


def _unread(user_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Notification.user_id == user_id, Notification.read_at.is_(None))


def _groups(
    user_id: int, which: NoticeFilter, more: Sequence[ColumnElement[bool]], limit: int
) -> Sequence[NoticeGroup]:
    """Page by the newest id of each group, so that a late page costs no more than the first."""
    newest = func.max(Notification.id)
    unread = func.count() - func.count(Notification.read_at)
    grouped = (
        select(newest.label("latest_id"), unread.label("unread"), func.count().label("total"))
        .where(Notification.user_id == user_id, *more)
        .group_by(Notification.about)
        .order_by(newest.desc())
        .limit(limit)
    )
    if which.list is not None:
        grouped = grouped.where(Notification.kind.in_(kinds_of(which.list)))
    if which.unread_only:
        grouped = grouped.having(unread > 0)
    if which.before is not None:
        grouped = grouped.having(newest < which.before)
    groups = grouped.subquery()
    mute = and_(MutedThing.user_id == user_id, MutedThing.about == Notification.about)
    found = (
        select(Notification, groups.c.unread, groups.c.total, MutedThing.user_id.is_not(None))
        .join(groups, Notification.id == groups.c.latest_id)
        .outerjoin(MutedThing, mute)
        .order_by(Notification.id.desc())
    )
    return [NoticeGroup(row.about, row, *numbers) for row, *numbers in db.session.execute(found)]


def _earlier(user_id: int, abouts: Sequence[str]) -> dict[str, list[Notification]]:
    place = func.row_number().over(partition_by=Notification.about, order_by=Notification.id.desc()).label("place")
    ranked = select(Notification.id, place).where(Notification.user_id == user_id, Notification.about.in_(abouts))
    rows = ranked.subquery()
    found = select(Notification).join(rows, Notification.id == rows.c.id).where(rows.c.place <= EVENTS_SHOWN)
    by_thing: dict[str, list[Notification]] = {}
    for row in db.session.scalars(found.order_by(Notification.id.desc())):
        by_thing.setdefault(row.about, []).append(row)
    return by_thing
