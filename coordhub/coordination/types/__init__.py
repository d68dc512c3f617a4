"""The types of request as data of one engine: words, clocks, questions and outcomes.

Another type is another entry in one of these files; its questions are kept in the request's `details`, so that no
migration is needed (docs/coordination.md shows one). Clocks are working days (domain guide, section 4). The federal
rules named under `mirrors` bind what states submit to MSIX, not messages between states: pages say "target", never
"deadline".
"""

from collections.abc import Mapping

from coordhub.coordination.types.choices import DECLINE_REASONS, FLAGS, GRADE_BANDS, URGENCIES, WEEKS
from coordhub.coordination.types.helping import HELPING
from coordhub.coordination.types.moving import MOVING
from coordhub.coordination.types.parts import Answer, Before, Ending, Outcome, Part, Question, RequestType, Tense
from coordhub.coordination.types.schooling import SCHOOLING

TYPES: Mapping[str, RequestType] = {one.code: one for one in (*MOVING, *SCHOOLING, *HELPING)}

__all__ = [
    "DECLINE_REASONS",
    "FLAGS",
    "GRADE_BANDS",
    "TYPES",
    "URGENCIES",
    "WEEKS",
    "Answer",
    "Before",
    "Ending",
    "Outcome",
    "Part",
    "Question",
    "RequestType",
    "Tense",
]
