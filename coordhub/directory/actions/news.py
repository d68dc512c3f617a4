"""Telling members what changed in their partner states: one event for an entry and day, one for a list and state."""

from coordhub.directory.models import Change, Entry
from coordhub.directory.queries.news import changes_by_state, members_with_partner
from coordhub.directory.rules.news import is_visible, news_of
from coordhub.formats import count
from coordhub.notifications.actions import Recipient, notify
from coordhub.places.states import STATES, State

KIND = "directory-changed"


def tell_of_change(entry: Entry, change: Change, *, successor: Entry | None) -> None:
    """Tell of what a person changed by hand in an entry of a state, if it is news; the second time on a day it is not.

    Lists are told of as a whole, and the hub's own deeds, as when it loads its starter directory, not at all.
    """
    state = STATES.get(entry.state_code or "")
    if state is None or change.actor_id is None or change.batch_id is not None:
        return
    seen = successor.name if successor is not None and is_visible(successor.visibility) else None
    news = news_of(entry.name, entry.visibility, change.fields, change.deed, successor=seen)
    if news:
        path = f"/directory/{entry.entry_kind}s/{entry.key}"
        _tell(state, f"{state.name}: {news}", path, f"entry-{entry.key}/{change.at.date()}", change.actor_id)


def tell_of_list(batch_id: int, *, actor_id: int | None) -> None:
    """Tell, once for each state, of how many of its entries an imported list changed in a way that is news."""
    changed: dict[str, set[int]] = {}
    for state_code, entry_id, visibility, deed, fields in changes_by_state(batch_id):
        if news_of("It", visibility, fields, deed):
            changed.setdefault(state_code, set()).add(entry_id)
    for code in sorted(changed.keys() & STATES.keys()):
        number = len(changed[code])
        title = f"{STATES[code].name}: {count(number, 'entry', 'entries')} changed, by an imported list"
        _tell(STATES[code], title, f"/states/{code}", f"list-{batch_id}/{code}", actor_id)


def _tell(state: State, title: str, path: str, event_key: str, actor_id: int | None) -> None:
    because = f"{state.in_sentence} is one of your partner states"
    notify(
        [Recipient(one, because) for one in members_with_partner(state.code)],
        kind=KIND,
        about=f"directory-{state.code}",
        title=title,
        url=path,
        event_key=event_key,
        actor_id=actor_id,
    )
