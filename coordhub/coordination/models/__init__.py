"""The tables of requests: what is asked, what was said and done, what people keep around it, what proves it."""

from coordhub.coordination.models.proof import (
    REASON_LENGTH,
    BrokenGlass,
    Escalation,
    Level,
    OverdueList,
    Tally,
    Way,
)
from coordhub.coordination.models.requests import (
    CHILDREN_AT_MOST,
    NOTE_LENGTH,
    CoordinationRequest,
    RequestCounter,
    RequestMsixId,
)
from coordhub.coordination.models.steps import (
    MESSAGE_LENGTH,
    Deed,
    Message,
    MessageEdit,
    MessageMention,
    Status,
    Step,
)
from coordhub.coordination.models.work import (
    CalendarAddress,
    RequestDraft,
    RequestRead,
    RequestWatch,
    SavedFilter,
    Seat,
)

__all__ = [
    "CHILDREN_AT_MOST",
    "MESSAGE_LENGTH",
    "NOTE_LENGTH",
    "REASON_LENGTH",
    "BrokenGlass",
    "CalendarAddress",
    "CoordinationRequest",
    "Deed",
    "Escalation",
    "Level",
    "Message",
    "MessageEdit",
    "MessageMention",
    "OverdueList",
    "RequestCounter",
    "RequestDraft",
    "RequestMsixId",
    "RequestRead",
    "RequestWatch",
    "SavedFilter",
    "Seat",
    "Status",
    "Step",
    "Tally",
    "Way",
]
