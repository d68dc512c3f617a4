"""Choices that several types share, and those of the common fields."""

YES_NO = (("yes", "Yes"), ("no", "No"))
YES_NO_UNKNOWN = (*YES_NO, ("unknown", "Not known yet"))
FAMILIES = (("under_10", "Fewer than 10"), ("10_25", "10 to 25"), ("26_50", "26 to 50"), ("over_50", "More than 50"))
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
    ("osy", "Out-of-school youth"),
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
