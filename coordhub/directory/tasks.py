"""Tasks: what somebody asks the other state about. Each is a role, or what a person or office answers for."""

from collections.abc import Mapping
from dataclasses import dataclass

from coordhub.accounts.models import Specialty
from coordhub.directory.kinds import ContactRole

# These two answer for the whole state whatever the question, so counties do not lead to them.
STATE_WIDE_ROLES = (ContactRole.DIRECTOR, ContactRole.INTERSTATE)


@dataclass(frozen=True)
class Task:
    """A task as an address names it; `role` when only people of that role are meant."""

    value: str
    label: str
    role: ContactRole | None = None
    specialty: Specialty | None = None

    @property
    def is_state_wide(self) -> bool:
        """Whether the task belongs to one person of the state."""
        return self.role in STATE_WIDE_ROLES

    @property
    def in_sentence(self) -> str:
        """The task inside a sentence: records and MSIX, PASS."""
        word = self.label.split(" ", 1)[0]
        return self.label if word.isupper() or not word.isalpha() else self.label[0].lower() + self.label[1:]


def _of(role: ContactRole) -> Task:
    return Task(role.value, role.label, role, role.specialty)


# What the page offers: the specialties, and the roles that no specialty stands for.
TASKS: tuple[Task, ...] = (
    *(Task(one.value, one.label, specialty=one) for one in Specialty),
    *(_of(role) for role in (ContactRole.DIRECTOR, ContactRole.INTERSTATE, ContactRole.RECRUITER)),
)
# An address may name every role, too: parents, health, youth and summer are both, and mean the same.
_BY_VALUE: Mapping[str, Task] = {one.value: one for one in (*map(_of, ContactRole), *TASKS)}


def task_named(value: str) -> Task | None:
    """Return the task that an address or a command names; None for an unknown one."""
    return _BY_VALUE.get(value)


def task_for(specialty: Specialty) -> Task:
    """Return the task of whoever answers for a specialty."""
    return _BY_VALUE[specialty.value]
