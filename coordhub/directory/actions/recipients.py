"""Who hears of entries and why: the keeper of one, the directors of its state, the hub’s administrators."""

from coordhub.accounts import queries as people
from coordhub.directory.models import Entry
from coordhub.notifications.actions import Recipient
from coordhub.places.states import STATES

DESK_PATH = "/directory/keeping"


def keeper_of(entry: Entry, because: str) -> list[Recipient]:
    """Return the keeper of an entry; nobody when there is none who can work on the hub."""
    keeper = people.user_by_id(entry.keeper_id) if entry.keeper_id else None
    works = keeper is not None and keeper.active and keeper.is_approved
    return [Recipient(keeper, because)] if keeper is not None and works else []


def directors_for(entry: Entry) -> list[Recipient]:
    """Return the directors of an entry’s state; nobody for an entry between states."""
    state = STATES.get(entry.state_code or "")
    if state is None:
        return []
    return [Recipient(one, f"you are the director of {state.in_sentence}") for one in people.directors_of(state.code)]


def administrators(because: str) -> list[Recipient]:
    """Return those who run the hub."""
    return [Recipient(one, because) for one in people.administrators()]
