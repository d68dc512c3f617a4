"""Types about families on the way: move notices, missed enrollment, leads, emergencies."""

from coordhub.accounts.models import Specialty
from coordhub.coordination.types.choices import FAMILIES, YES_NO_UNKNOWN
from coordhub.coordination.types.parts import ABOUT_CHILDREN, Answer, Ending, Outcome, Part, Question, RequestType

GROUP = "A family is on the way"

MOVING = (
    RequestType(
        code="MOVE",
        label="Move notice",
        group=GROUP,
        job="A family is moving, or has just moved",
        job_hint="Tell the next state who is on the way, so that somebody looks for them.",
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
            Question(
                "direction",
                "Has the family moved yet?",
                (("expected", "Expected"), ("happened", "Has moved")),
                required=True,
            ),
            Question("return_expected", "Are they expected back?", YES_NO_UNKNOWN),
        ),
        parts=ABOUT_CHILDREN | {Part.WEEK, Part.MSIX_NOTICE},
    ),
    RequestType(
        code="MISS",
        label="Moved, no enrollment seen",
        group=GROUP,
        job="A family moved, but no enrollment shows up",
        job_hint="Close the loop on a move: has anybody seen them?",
        heading="Ask {state} whether a family arrived",
        next_step="tell {state} whether they arrived",
        acknowledge_days=2,
        due_days=5,
        mirrors="5 working days, agreed by the users of this hub",
        specialties=(Specialty.RECRUITMENT, Specialty.RECORDS),
        outcomes=(
            Outcome("enrolled", "Enrolled with us"),
            Outcome("not_enrolled", "Here, not enrolled"),
            Outcome("moved_on", "Moved on"),
            Outcome("not_located", "Not located", Ending.NOT_LOCATED),
        ),
        questions=(
            Question(
                "months_since",
                "How many months ago did they leave?",
                kind=Answer.NUMBER,
                required=True,
                most=36,
                hint="0 for this month.",
            ),
            Question(
                "counties",
                "Which counties could it be?",
                kind=Answer.TEXT,
                hint="County names only, if you know more than one.",
            ),
        ),
        parts=ABOUT_CHILDREN | {Part.MSIX_NOTICE},
    ),
    RequestType(
        code="LEAD",
        label="ID&R lead",
        group=GROUP,
        job="A crew is leaving for another state",
        job_hint="Crop, county, month and rough size, so that recruiters are ready. No child is named or counted.",
        heading="Tell {state} that a crew is coming",
        next_step="tell {state} what your recruiters found",
        acknowledge_days=3,
        due_days=10,
        mirrors="10 working days, agreed by the users of this hub",
        specialties=(Specialty.RECRUITMENT,),
        outcomes=(
            Outcome("families_found", "Families found"),
            Outcome("visited", "Visited, nobody eligible"),
            Outcome("not_found", "Crew not found", Ending.NOT_LOCATED),
        ),
        questions=(
            Question("crop", "Which crop or fishery?", kind=Answer.TEXT, required=True, hint="Cherries, for example."),
            Question("month", "In which month do they arrive?", kind=Answer.MONTH, required=True),
            Question("families", "About how many families?", FAMILIES, required=True),
            Question("languages", "Which languages do they speak?", kind=Answer.TEXT),
        ),
        parts=frozenset({Part.COUNTY}),
        note_label="What else helps to find the crew?",
    ),
    RequestType(
        code="EMRG",
        label="Emergency",
        group=GROUP,
        job="Something has happened: disaster, housing lost, many on the move",
        job_hint="Reaches the other state the same day.",
        heading="Tell {state} about an emergency",
        next_step="tell {state} what you can do",
        acknowledge_days=0,
        due_days=1,
        mirrors="the same day, and 1 working day for the answer, agreed by the users of this hub",
        specialties=(Specialty.RECRUITMENT,),
        outcomes=(
            Outcome("helped", "Help is under way"),
            Outcome("partly", "We can help in part"),
            Outcome("referred", "Passed on to others there"),
        ),
        questions=(
            Question(
                "event",
                "What happened?",
                (
                    ("disaster", "A disaster"),
                    ("housing", "Housing is lost"),
                    ("mass_move", "Many families move at once"),
                    ("other", "Something else"),
                ),
                required=True,
            ),
            Question("families", "About how many families?", FAMILIES, required=True),
        ),
        parts=frozenset({Part.COUNTY}),
        note_label="What is needed first?",
    ),
)
