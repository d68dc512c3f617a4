"""Questions about a member's partner states."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from coordhub.accounts.models import Specialty
from coordhub.db import db
from coordhub.directory.kinds import ContactRole, Visibility
from coordhub.directory.models import PartnerState, StateProgram
from coordhub.directory.queries.counterparts import Counterpart, counterparts
from coordhub.directory.rules.counterparts import Question, Rung, Side
from coordhub.directory.tasks import Task, task_for, task_named


@dataclass(frozen=True)
class Job:
    """A job on the page of partner states: its name, also in “nobody is listed …”, the task, and the rungs it is on."""

    label: str
    words: str
    task: Task | None
    rungs: tuple[Rung, ...]


_PEOPLE = (Rung.TASK,)
JOBS: tuple[Job, ...] = (
    Job("State director", "as state director", task_named(ContactRole.DIRECTOR), _PEOPLE),
    Job("Records", "for records", task_for(Specialty.RECORDS), _PEOPLE),
    Job("ID&R", "for ID&R", task_for(Specialty.RECRUITMENT), _PEOPLE),
    Job("Secondary credit", "for secondary credit", task_for(Specialty.CREDIT), _PEOPLE),
    Job("PASS", "for PASS", task_for(Specialty.PASS), (Rung.TASK, Rung.OFFICE_OF_TASK)),
    Job("State office", "as state office", None, (Rung.STATE_OFFICE, Rung.STATE_OPERATOR)),
)


@dataclass(frozen=True)
class Partner:
    """A partner state with who has which job there, in the order of JOBS."""

    program: StateProgram
    jobs: Sequence[tuple[Job, Counterpart]]

    @property
    def has_office(self) -> bool:
        """Whether there is an office to ask where nobody has a job."""
        return self.jobs[-1][1].first is not None


def partner_rows(user_id: int) -> Sequence[PartnerState]:
    """Return a member's partner states in the member's order; empty when none were chosen yet."""
    found = select(PartnerState).where(PartnerState.user_id == user_id)
    return db.session.scalars(found.order_by(PartnerState.position, PartnerState.state_code)).all()


def partners(programs: Sequence[StateProgram], *, sight: Visibility, today: date) -> list[Partner]:
    """Return who has which job in each of the states, in their order."""
    questions = [
        Question(Side.RECEIVES, program.state_code, program.name, task=job.task, rungs=job.rungs)
        for program in programs
        for job in JOBS
    ]
    answers = iter(counterparts(questions, sight=sight, today=today))
    return [Partner(program, [(job, next(answers)) for job in JOBS]) for program in programs]
