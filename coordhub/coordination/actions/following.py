"""Going on from a request with another one."""

from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.coordination import rules
from coordhub.coordination.models import CoordinationRequest
from coordhub.errors import NotAllowed


def carry_msix_ids(followed: CoordinationRequest, new: CoordinationRequest, *, by: User) -> None:
    """Record that the MSIX IDs of one request went into the next one without being shown."""
    if not rules.may_read(by, followed):
        raise NotAllowed("Only the two states of a request can go on from it.")
    record(by.id, "msix-ids-carried", followed.number, f"to {new.number}")
