"""The types of request as data of one engine: words, clocks, questions and outcomes.

Another type is another entry of TYPES; its questions are kept in the request's `details`, so that no migration is
needed. Clocks are working days (domain guide, section 4). The federal rules named under `mirrors` bind what states
submit to MSIX, not messages between states: pages say "target", never "deadline".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coordhub.accounts.models import Specialty


class Ending(StrEnum):
    """How an outcome leaves a request."""

    RESOLVED = "resolved"
    NOT_LOCATED = "not_located"


@dataclass(frozen=True)
class Outcome:
    """What the answering state can record at the end."""

    code: str
    label: str
    ending: Ending = Ending.RESOLVED


@dataclass(frozen=True)
class Question:
    """One thing a type asks beyond the common fields; `many` allows several of the choices."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    many: bool = False
    hint: str = ""

    def words(self, answer: object) -> str:
        """Return a stored answer in words, "Not said" when there is none."""
        given = answer if isinstance(answer, list) else [answer]
        return ", ".join(label for code, label in self.choices if code in given) or "Not said"


@dataclass(frozen=True)
class RequestType:
    """One type of request."""

    code: str
    label: str
    job: str
    job_hint: str
    heading: str
    next_step: str
    acknowledge_days: int
    due_days: int
    mirrors: str
    specialties: tuple[Specialty, ...]
    outcomes: tuple[Outcome, ...]
    questions: tuple[Question, ...] = ()
    about_children: bool = True
    asks_for_week: bool = False

    def outcome(self, code: str) -> Outcome:
        """Return the outcome with this code; raises KeyError for one of another type."""
        return {outcome.code: outcome for outcome in self.outcomes}[code]


_YES_NO_UNKNOWN = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet"))

_ALL = (
    RequestType(
        code="MOVE",
        label="Move notice",
        job="A family is moving, or has just moved",
        job_hint="Tell the next state who is on the way. They confirm within 2 working days.",
        heading="Tell {state} that a family is on the way",
        next_step="tell {state} what happened",
        acknowledge_days=2,
        due_days=10,
        mirrors="10 working days, the practice of Texas districts",
        specialties=(Specialty.RECRUITMENT,),
        outcomes=(
            Outcome("enrolled", "Enrolled"),
            Outcome("coe_done", "COE done"),
            Outcome("not_located", "Not located", Ending.NOT_LOCATED),
            Outcome("moved_on", "Moved on"),
        ),
        questions=(
            Question("direction", "Has the family moved yet?", (("expected", "Expected"), ("happened", "Has moved"))),
            Question("return_expected", "Are they expected back?", _YES_NO_UNKNOWN),
        ),
        asks_for_week=True,
    ),
    RequestType(
        code="REC",
        label="Records request",
        job="A student came with nothing",
        job_hint="Ask the last state for course history, grades or enrollment. The target is 4 working days.",
        heading="Ask {state} for records",
        next_step="tell {state} where the records are",
        acknowledge_days=1,
        due_days=4,
        mirrors="4 working days, mirrors 34 CFR 200.85(b)(3)",
        specialties=(Specialty.RECORDS, Specialty.CREDIT),
        outcomes=(
            Outcome("in_msix", "Records are in MSIX"),
            Outcome("sent_to_school", "Sent to the school"),
            Outcome("none_found", "No records found", Ending.NOT_LOCATED),
        ),
        questions=(
            Question(
                "missing",
                "What is missing?",
                (
                    ("courses", "Course history"),
                    ("grades", "Grades"),
                    ("assessments", "Assessments"),
                    ("immunization", "Immunization record: is there one?"),
                    ("enrollment", "Enrollment dates"),
                ),
                many=True,
                hint="Choose all that fit.",
            ),
            Question(
                "purpose",
                "What is it for?",
                (("enroll", "To enroll"), ("place", "To place in courses"), ("graduate", "To graduate")),
            ),
        ),
    ),
    RequestType(
        code="GEN",
        label="General question",
        job="I have a question",
        job_hint="How a program works, who runs it, when it starts. No child is meant.",
        heading="Ask {state} a question",
        next_step="answer {state}",
        acknowledge_days=3,
        due_days=5,
        mirrors="5 working days, agreed by the users of this hub",
        specialties=(),
        outcomes=(Outcome("answered", "Answered"),),
        questions=(
            Question(
                "category",
                "What is it about?",
                (
                    ("recruitment", "Identification and recruitment"),
                    ("records", "Records and MSIX"),
                    ("pass", "PASS and credit"),
                    ("summer", "Summer programs"),
                    ("other", "Something else"),
                ),
            ),
        ),
        about_children=False,
    ),
)

TYPES: Mapping[str, RequestType] = {one.code: one for one in _ALL}

GRADE_BANDS = (
    ("0-2", "Ages 0–2"),
    ("3-5", "Ages 3–5"),
    ("K-5", "Grades K–5"),
    ("6-8", "Grades 6–8"),
    ("9-12", "Grades 9–12"),
    ("OSY", "Out of school"),
)
FLAGS = (
    ("pfs", "Priority for services"),
    ("senior", "Senior"),
    ("interpreter", "Interpreter wanted"),
    ("idea", "See MSIX for IDEA"),
)
URGENCIES = (
    ("normal", "Normal"),
    ("term_ending", "The term is ending"),
    ("graduation", "A graduation depends on it"),
    ("emergency", "Emergency"),
)
WEEKS = ((1, "First week"), (2, "Second week"), (3, "Third week"), (4, "Fourth week"), (5, "Last days"))
DECLINE_REASONS = (
    ("not_our_state", "Not in our state"),
    ("no_program", "No program there in season"),
    ("not_eligible", "Not eligible"),
    ("duplicate", "Already asked"),
    ("too_little", "Too little to go on"),
    ("use_msix", "This belongs in MSIX"),
)
