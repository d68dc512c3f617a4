"""What looking at a request leaves behind."""

from collections.abc import Sequence

from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.coordination import rules
from coordhub.coordination.actions.stepping import mark_read_to
from coordhub.coordination.models import CoordinationRequest
from coordhub.errors import NotAllowed


def show_msix_ids(request: CoordinationRequest, *, by: User) -> Sequence[str]:
    """Return the MSIX IDs in full to a party, and record that they were looked at."""
    if not rules.may_read(by, request):
        raise NotAllowed("Only the two states of a request see its MSIX IDs.")
    record(by.id, "msix-ids-shown", request.number, f"{len(request.msix_ids)} shown")
    return [one.msix_id for one in request.msix_ids]


def mark_read(request: CoordinationRequest, *, by: User) -> None:
    """Remember that `by` has seen the timeline up to its end."""
    mark_read_to(request, by, request.last_position)
