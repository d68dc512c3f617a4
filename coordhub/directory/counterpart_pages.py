"""What the pages and commands about counterparts answer, from two states, a place and a task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coordhub.directory import queries
from coordhub.directory.kinds import Visibility
from coordhub.directory.models import Entry, Office, StateProgram
from coordhub.directory.queries import Counterpart
from coordhub.directory.rules.counterparts import Question, Side
from coordhub.directory.tasks import Task
from coordhub.directory.where import Where, where_in
from coordhub.places.gazetteer import Gazetteer
from coordhub.places.states import STATES


@dataclass(frozen=True)
class End:
    """One end of the road: a state, who sends or receives there, or, without a program, who to ask instead."""

    program: StateProgram
    side: Side
    counterpart: Counterpart | None
    instead: Sequence[Office] = ()


@dataclass(frozen=True)
class Answer:
    """Both ends, and the place in the receiving state as it was understood; no `ends` while that is not clear."""

    where: Where
    task: Task | None
    ends: tuple[End, ...] = ()

    @property
    def chosen(self) -> list[Entry]:
        """Whom to ask at either end; one entry once."""
        found = [end.counterpart.first.entry for end in self.ends if end.counterpart and end.counterpart.first]
        return list(dict.fromkeys(found))


def answer_to(
    gazetteer: Gazetteer,
    sender: StateProgram,
    receiver: StateProgram,
    *,
    typed: str,
    task: Task | None,
    sight: Visibility,
    today: date,
) -> Answer:
    """Return who sends in one state and who receives in the other, in the county that `typed` names."""
    where = where_in(gazetteer, typed, STATES[receiver.state_code])
    if where.problem:
        return Answer(where, task)
    questions = [
        Question(Side.SENDS, sender.state_code, sender.name, task=task),
        Question(Side.RECEIVES, receiver.state_code, receiver.name, where.county_code, where.county_name, task),
    ]
    programs = {one.state_code: one for one in (sender, receiver)}
    asked = [one for one in questions if programs[one.state_code].takes_part]
    found = {one.question.side: one for one in queries.counterparts(asked, sight=sight, today=today)}
    ends = (
        End(
            programs[one.state_code],
            one.side,
            found.get(one.side),
            [] if one.side in found else queries.who_instead(one.state_code),
        )
        for one in questions
    )
    return Answer(where, task, tuple(ends))
