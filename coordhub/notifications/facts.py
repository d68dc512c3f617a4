"""All that a letter may say about requests and topics. Nothing else fits in here, on purpose."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class RequestFacts:
    """All that a letter may say about a request between two states, and the words of the step it tells of."""

    number: str
    type_label: str
    from_state: str
    to_state: str
    due_on: date | None
    due_words: str
    step_words: str = ""


@dataclass(frozen=True)
class PostFacts:
    """All that a letter may say about a post on the board: its topic, the forum, and who wrote it."""

    topic_id: int
    forum: str
    by: str


@dataclass(frozen=True)
class RequestList:
    """Requests that a letter lists under a heading: (facts, working days overdue, path) each; `more` are not listed."""

    heading: str
    lines: Sequence[tuple[RequestFacts, int, str]]
    more: int = 0


def to_json(
    facts: RequestFacts | None, lists: Sequence[RequestList], post: PostFacts | None = None
) -> dict[str, Any] | None:
    """Return facts as a notification stores them until its letter is written; None when there are none."""
    if post is not None:
        return {"request": None, "lists": [], "post": asdict(post)}
    if facts is None and not lists:
        return None
    return {"request": _plain(facts) if facts else None, "lists": [_listed(one) for one in lists]}


def from_json(stored: Mapping[str, Any] | None) -> tuple[RequestFacts | None, Sequence[RequestList]]:
    """Return what `to_json` stored."""
    if not stored:
        return None, []
    lists = [
        RequestList(one["heading"], [(_facts(row), days, path) for row, days, path in one["lines"]], one["more"])
        for one in stored["lists"]
    ]
    return (_facts(stored["request"]) if stored["request"] else None), lists


def post_from_json(stored: Mapping[str, Any] | None) -> PostFacts | None:
    """Return what `to_json` stored of a post; None for what is about anything else."""
    return PostFacts(**stored["post"]) if stored and stored.get("post") else None


def states_of(stored: Mapping[str, Any] | None) -> list[frozenset[str]]:
    """Return the two states of each request that the facts are about; empty for what all states may see."""
    facts, lists = from_json(stored)
    requests = [*([facts] if facts else []), *(row for one in lists for row, _, _ in one.lines)]
    return [frozenset({one.from_state, one.to_state}) for one in requests]


def _listed(one: RequestList) -> dict[str, Any]:
    lines = [[_plain(facts), days, path] for facts, days, path in one.lines]
    return {"heading": one.heading, "more": one.more, "lines": lines}


def _plain(facts: RequestFacts) -> dict[str, Any]:
    return asdict(facts) | {"due_on": facts.due_on.isoformat() if facts.due_on else None}


def _facts(plain: Mapping[str, Any]) -> RequestFacts:
    due_on = plain["due_on"]
    return RequestFacts(**{**plain, "due_on": date.fromisoformat(due_on) if due_on else None})
