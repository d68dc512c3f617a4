"""Loading entries with what a page shows of them, so that no template asks the database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from coordhub.db import db
from coordhub.directory.kinds import Visibility
from coordhub.directory.models import Change, Channel, Course, Entry, EntryCourse
from coordhub.directory.rules.entries import may_be_key


def for_cards(sight: Visibility) -> tuple[ExecutableOption, ...]:
    """Return what a card needs: the channels that this reader may see, counties, specialties, languages."""
    return (
        selectinload(Entry.channels.and_(Channel.visibility.in_(sight.seen))),
        selectinload(Entry.counties),
        selectinload(Entry.specialties),
        selectinload(Entry.languages),
    )


def for_pages(sight: Visibility, *, links: Visibility | None = None) -> tuple[ExecutableOption, ...]:
    """Return what the page of one entry needs: its channels as far as `sight` holds them.

    The entries that it names are loaded as far as `links` holds them, `sight` unless given; a hidden one reads as None.
    """
    named = links or sight
    fallback = joinedload(_seen(Entry.fallback, named))
    return (
        *for_cards(sight),
        joinedload(Entry.state),
        joinedload(_seen(Entry.parent, named)),
        fallback.selectinload(Entry.channels.and_(Channel.visibility.in_(named.seen))),
        joinedload(_seen(Entry.replaced_by, named)),
        joinedload(Entry.keeper),
        selectinload(Entry.closures),
        selectinload(Entry.offers).joinedload(EntryCourse.course),
    )


def loaded(ids: Sequence[int], sight: Visibility) -> list[Entry]:
    """Return the entries with these ids in their order, ready for cards."""
    if not ids:
        return []
    found = db.session.scalars(_fresh(select(Entry).where(Entry.id.in_(ids)).options(*for_cards(sight))))
    by_id = {one.id: one for one in found}
    return [by_id[id_] for id_ in ids if id_ in by_id]


def _seen(link: InstrumentedAttribute[Any], sight: Visibility) -> InstrumentedAttribute[Any]:
    """Name the entry at the other end only to who may see it."""
    return link.and_(Entry.visibility.in_(sight.seen))  # type: ignore[return-value]


def _fresh(found: Select[Entry]) -> Select[Entry]:
    # What another reader of this session may see must not stand in the lists of this one.
    return found.execution_options(populate_existing=True)


def entry_named(key: str, *, sight: Visibility = Visibility.ADMINISTRATORS) -> Entry | None:
    """Return the bare entry with this key, for linking; None when there is none that this `sight` holds."""
    if not may_be_key(key):
        return None
    return db.session.scalar(select(Entry).where(Entry.key == key, Entry.visibility.in_(sight.seen)))


def course_named(key: str) -> Course | None:
    """Return the course with this key; None when there is none."""
    return db.session.scalar(select(Course).where(Course.key == key)) if may_be_key(key) else None


def key_is_taken(key: str) -> bool:
    """Say whether some entry, whoever may see it, has this key."""
    return db.session.scalar(select(Entry.id).where(Entry.key == key)) is not None


def keys_hidden(keys: Collection[str], sight: Visibility) -> set[str]:
    """Return those of `keys` whose entries this sight does not hold; a key can tell a name."""
    found = select(Entry.key).where(Entry.key.in_(keys), Entry.visibility.not_in(sight.seen))
    return set(db.session.scalars(found)) if keys else set()


def whole_entries(*, after: int = 0, limit: int = 500) -> Sequence[Entry]:
    """Return entries with everything, all channels too, in the order of their ids, `limit` of them after an id."""
    found = select(Entry).where(Entry.id > after).order_by(Entry.id).limit(limit)
    return db.session.scalars(found.options(*for_pages(Visibility.ADMINISTRATORS))).all()


def entries_with_keys(keys: Sequence[str]) -> Sequence[Entry]:
    """Return the entries with these keys with everything, all channels too; for imports and histories."""
    found = select(Entry).where(Entry.key.in_(keys)).order_by(Entry.id)
    return db.session.scalars(_fresh(found.options(*for_pages(Visibility.ADMINISTRATORS)))).all()


def whole_entry(key: str, *, sight: Visibility, to_change: bool = False) -> Entry | None:
    """Return the entry with everything, all channels too; None for no key, or when this `sight` does not hold it.

    The other entries that it names are those that `sight` holds.

    `to_change` keeps others from changing it until the transaction ends, where the database can.
    """
    if not may_be_key(key):
        return None
    found = select(Entry).where(Entry.key == key, Entry.visibility.in_(sight.seen))
    if to_change:
        # First of all, so that what is loaded below is what whoever was faster has left.
        db.session.execute(select(Entry.id).where(Entry.key == key).with_for_update())
    return db.session.scalar(_fresh(found.options(*for_pages(Visibility.ADMINISTRATORS, links=sight))))


def changes_after(entry_id: int, at: datetime | None, *, limit: int = 50) -> Sequence[Change]:
    """Return what was changed in an entry after an instant, oldest first; None is the beginning."""
    found = select(Change).where(Change.entry_id == entry_id)
    if at is not None:
        found = found.where(Change.at > at)
    return db.session.scalars(found.order_by(Change.id).limit(limit)).all()


def demo_keys() -> set[str]:
    """Return the keys of the practice entries."""
    return set(db.session.scalars(select(Entry.key).where(Entry.is_demo)))


def keys_changed_by_people(keys: Sequence[str]) -> set[str]:
    """Return those of `keys` whose entries a person has changed or confirmed."""
    by_people = exists().where(
        Change.entry_id == Entry.id, or_(Change.actor_id.is_not(None), Change.deed == "confirmed")
    )
    found = select(Entry.key).where(Entry.key.in_(keys), by_people)
    return set(db.session.scalars(found))
