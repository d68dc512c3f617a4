"""The work queue: a page of requests with what changed in them, and how many there are under each tab.

Every branch walks one index in the order of the page and stops as soon as the page is full, so that a page costs the
same however many requests a state has. Overdue requests come first, then the soonest target, then what has ended.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from coordhub.coordination.models import CoordinationRequest, RequestRead, Step, Way
from coordhub.coordination.queries.desk import Desk
from coordhub.coordination.rules import Side
from coordhub.coordination.rules.queue import (
    PAGES_AT_MOST,
    ROWS_A_PAGE,
    QueueFilter,
    Show,
    Whose,
    is_unread,
    numbers_meant,
    zones_by_date,
)
from coordhub.db import db

COUNTED_TO = 200  # a tab says "200+" beyond it
NEWS_AFTER_THE_END = timedelta(days=30)  # how long an end that somebody has not seen yet is news

_OVERDUE, _OPEN, _ENDED = range(3)


@dataclass(frozen=True)
class Queued:
    """A request in a queue; `news` is its last step when the reader has not seen it, with its actor and no message."""

    request: CoordinationRequest
    news: Step | None


@dataclass(frozen=True)
class QueuePage:
    """A page of a queue; `number` is the one that is shown, which is not always the one asked for."""

    rows: Sequence[Queued]
    number: int
    has_next: bool


@dataclass(frozen=True)
class _Place:
    """One way in which a request belongs to a queue: a column with an index, its value, and the side that it is on."""

    column: InstrumentedAttribute[int | None] | InstrumentedAttribute[int] | InstrumentedAttribute[str]
    value: int | str
    side: Side


def queue_page(desk: Desk, asked: QueueFilter, page: int, now: datetime) -> QueuePage:
    """Return a page of a queue, the last one that there is when `page` lies behind it."""
    branches = _branches(desk, asked, now, asked.show)
    found = _rows(desk, branches, page)
    if not found and page > 1:
        known = db.session.scalar(_count(branches, PAGES_AT_MOST * ROWS_A_PAGE)) or 0
        page = max(1, -(-known // ROWS_A_PAGE))
        found = _rows(desk, branches, page)
    return QueuePage(found[:ROWS_A_PAGE], page, len(found) > ROWS_A_PAGE and page < PAGES_AT_MOST)


def first_in_queue(desk: Desk, asked: QueueFilter, now: datetime, *, limit: int) -> Sequence[Queued]:
    """Return the first requests of a queue, at most `limit`."""
    return _rows(desk, _branches(desk, asked, now, asked.show), size=limit)


def changed_elsewhere(desk: Desk, now: datetime, *, limit: int) -> Sequence[Queued]:
    """Return what is unread at a desk and not to do there: it waits for others, or has ended; at most `limit`."""
    return _rows(desk, _branches(desk, QueueFilter(), now, Show.UNREAD, but_to_do=True), size=limit)


def requests_numbered(desk: Desk, typed: str, now: datetime) -> Sequence[Queued]:
    """Return the requests of the reader's state, open or ended, whose number somebody may have meant, newest first."""
    meant = numbers_meant(typed, now.year)
    state = or_(CoordinationRequest.from_state == desk.state_code, CoordinationRequest.to_state == desk.state_code)
    found = _whole(desk).where(CoordinationRequest.number.in_(meant), state)
    return _with_news(desk, found.order_by(CoordinationRequest.number.desc())) if meant else []


def counts(desk: Desk, asked: QueueFilter, now: datetime, shown: Sequence[Show]) -> Mapping[Show, int]:
    """Return how many requests stand under each of `shown`, less what `asked` leaves out; counted to 200 and one."""
    parts = [
        _count(_branches(desk, asked, now, show), COUNTED_TO + 1).scalar_subquery().label(show.value) for show in shown
    ]
    return dict(zip(shown, db.session.execute(select(*parts)).one(), strict=True))


def open_of_the_others(desk: Desk) -> int:
    """Return how many open requests of the state are those of other people, counted to 200 and one."""
    request = CoordinationRequest
    still_open = request.mover.in_((Side.RECEIVER, Side.SENDER, Side.HUB))
    parts = [
        select(request.id).where(state == desk.state_code, still_open, person.not_in(desk.people))
        for state, person in ((request.to_state, request.owner_id), (request.from_state, request.sender_id))
    ]
    return db.session.scalar(_count(parts, COUNTED_TO + 1)) or 0


def _places(desk: Desk, asked: QueueFilter) -> Iterator[_Place]:
    request = CoordinationRequest
    if asked.way != Way.SENT:
        yield from _on_side(desk, asked.whose, Side.RECEIVER, request.owner_id, request.to_office_id, request.to_state)
    if asked.way != Way.RECEIVED:
        yield from _on_side(
            desk, asked.whose, Side.SENDER, request.sender_id, request.from_office_id, request.from_state
        )


def _on_side(
    desk: Desk,
    whose: Whose,
    side: Side,
    person: InstrumentedAttribute[int],
    office: InstrumentedAttribute[int | None],
    state: InstrumentedAttribute[str],
) -> Iterator[_Place]:
    if whose == Whose.MINE:
        yield from (_Place(person, one, side) for one in desk.people)
    elif whose == Whose.STATE:
        yield _Place(state, desk.state_code, side)
    elif desk.office_id is not None:
        yield _Place(office, desk.office_id, side)


def _branches(
    desk: Desk, asked: QueueFilter, now: datetime, show: Show, *, but_to_do: bool = False
) -> list[Select[int]]:
    """Return the parts of a queue, which share no request; each is ordered as the page is, by one index."""
    found: list[Select[int]] = []
    for place in _places(desk, asked):
        base = _in_place(desk, asked, place)
        if show == Show.UNREAD:
            base = _unread(base, desk, place.side)
        movers = _movers(Show.WAITING if but_to_do else show, place.side)
        for mover in movers:
            found.extend(_open_parts(base.where(CoordinationRequest.mover == mover), mover, show, now))
        if show == Show.ENDED:
            found.append(_ended_part(base))
        elif show == Show.UNREAD:
            found.append(_ended_part(base.where(CoordinationRequest.closed_at >= now - NEWS_AFTER_THE_END)))
    return found


def _movers(show: Show, side: Side) -> tuple[Side, ...]:
    other = Side.SENDER if side == Side.RECEIVER else Side.RECEIVER
    match show:
        case Show.TODO:
            return (side,)
        case Show.WAITING:
            return (other, Side.HUB)
        case Show.OVERDUE:
            return (Side.RECEIVER,)
        case Show.ENDED:
            return ()
        case _:
            return (Side.RECEIVER, Side.SENDER, Side.HUB)


def _in_place(desk: Desk, asked: QueueFilter, place: _Place) -> Select[int]:
    request = CoordinationRequest
    own, partner = (
        (request.to_state, request.from_state)
        if place.side == Side.RECEIVER
        else (request.from_state, request.to_state)
    )
    wishes = [place.column == place.value]
    if asked.whose != Whose.STATE:
        # Who moved to another state left theirs behind. Said as a range, so that no database enters by the state:
        # equality there looks as good as a person to SQLite, and PostgreSQL can estimate a range.
        wishes.append(own.between(desk.state_code, desk.state_code))
    if asked.type_code:
        wishes.append(request.type_code == asked.type_code)
    if asked.partner:
        wishes.append(partner == asked.partner)
    if asked.urgency:
        wishes.append(request.urgency == asked.urgency)
    return select(request.id).where(*wishes)


def _unread(base: Select[int], desk: Desk, side: Side) -> Select[int]:
    """Keep what is_unread() of the rules says is news."""
    request = CoordinationRequest
    person = request.owner_id if side == Side.RECEIVER else request.sender_id
    theirs = and_(RequestRead.position.is_(None), or_(request.mover == side, person == desk.user.id))
    return base.outerjoin(RequestRead, _read_by(desk)).where(or_(RequestRead.position < request.last_position, theirs))


def _read_by(desk: Desk) -> ColumnElement[bool]:
    return and_(RequestRead.request_id == CoordinationRequest.id, RequestRead.user_id == desk.user.id)


def _open_parts(base: Select[int], mover: Side, show: Show, now: datetime) -> Iterator[Select[int]]:
    target = CoordinationRequest.target_on
    if mover != Side.RECEIVER:
        yield _ordered(base, _OPEN)
        return
    dates = zones_by_date(now)
    # The first comparison is with one date, so that the index can be entered at it; the second is exact.
    yield _ordered(base.where(target < max(dates), target < today_there(dates)), _OVERDUE)
    if show != Show.OVERDUE:
        yield _ordered(base.where(target >= min(dates), target >= today_there(dates)), _OPEN)


def today_there(dates: Mapping[date, Sequence[str]]) -> ColumnElement[date]:
    """Return today's date in the request's own time zone."""
    usual = max(dates, key=lambda day: len(dates[day]))
    others = [
        (CoordinationRequest.time_zone.in_(zones), literal(day, Date)) for day, zones in dates.items() if day != usual
    ]
    return case(*others, else_=literal(usual, Date)) if others else literal(usual, Date)


def _ordered(base: Select[int], rank: int) -> Select[int]:
    request = CoordinationRequest
    return base.add_columns(
        literal(rank).label("rank"), request.closed_at, request.target_on, request.id.label("tie")
    ).order_by(request.target_on, request.id)


def _ended_part(base: Select[int]) -> Select[int]:
    request = CoordinationRequest
    return (
        base.where(request.closed_at.is_not(None))
        .add_columns(literal(_ENDED).label("rank"), request.closed_at, request.target_on, (-request.id).label("tie"))
        .order_by(request.closed_at.desc(), request.id.desc())
    )


def _rows(desk: Desk, parts: Sequence[Select[int]], page: int = 1, *, size: int = ROWS_A_PAGE + 1) -> Sequence[Queued]:
    skipped = (page - 1) * ROWS_A_PAGE
    branches = [one.limit(skipped + size).subquery() for one in parts]
    if not branches:
        return []
    every = union_all(*(select(*_five(one)) for one in branches)).subquery()
    order = (every.c.rank, every.c.closed_at.desc(), every.c.target_on, every.c.tie)
    picked = select(*_five(every)).order_by(*order).limit(size).offset(skipped).subquery()
    found = _whole(desk).join(picked, picked.c.id == CoordinationRequest.id)
    found = found.order_by(picked.c.rank, picked.c.closed_at.desc(), picked.c.target_on, picked.c.tie)
    return _with_news(desk, found)


def _five(of: Subquery) -> Sequence[ColumnElement[object]]:
    return [of.c[name] for name in ("id", "rank", "closed_at", "target_on", "tie")]


def _whole(desk: Desk) -> Select[CoordinationRequest, int | None]:
    """Select requests with their people and how far the reader has read them."""
    found = select(CoordinationRequest, RequestRead.position).outerjoin(RequestRead, _read_by(desk))
    return found.options(joinedload(CoordinationRequest.sender), joinedload(CoordinationRequest.owner))


def _with_news(desk: Desk, found: Select[CoordinationRequest, int | None]) -> Sequence[Queued]:
    rows = [(request, is_unread(desk.user, request, read_to)) for request, read_to in db.session.execute(found)]
    changed = [request.id for request, is_news in rows if is_news]
    last = and_(CoordinationRequest.id == Step.request_id, CoordinationRequest.last_position == Step.position)
    steps = select(Step).join(CoordinationRequest, last).where(Step.request_id.in_(changed))
    news = {one.request_id: one for one in db.session.scalars(steps.options(joinedload(Step.actor)))}
    return [Queued(request, news.get(request.id)) for request, _ in rows]


def _count(parts: Sequence[Select[int]], limit: int) -> Select[int]:
    """Count what the parts hold together, no further than `limit`."""
    if not parts:
        return select(literal(0))
    bounded = [part.with_only_columns(CoordinationRequest.id).order_by(None).limit(limit).subquery() for part in parts]
    every = union_all(*(select(one.c.id) for one in bounded)).limit(limit).subquery()
    return select(func.count()).select_from(every)
