"""Forms of requests. Choices are handed in by the view; what a type asks comes from its entry in the table."""

from coordhub.coordination.forms.batch import (
    FAMILIES_AT_MOST,
    ROWS_A_STEP,
    FamilyForm,
    batch_form,
    family_forms,
    filled,
)
from coordhub.coordination.forms.compose import compose_form, details_of, facts_of, kept_fields
from coordhub.coordination.forms.deeds import (
    AssignForm,
    BreakGlassForm,
    DeclineForm,
    EditForm,
    FilterNameForm,
    MessageForm,
    NoteForm,
    OutcomeForm,
    SeenForm,
    StepForm,
    position_in,
)

__all__ = [
    "FAMILIES_AT_MOST",
    "ROWS_A_STEP",
    "AssignForm",
    "BreakGlassForm",
    "DeclineForm",
    "EditForm",
    "FamilyForm",
    "FilterNameForm",
    "MessageForm",
    "NoteForm",
    "OutcomeForm",
    "SeenForm",
    "StepForm",
    "batch_form",
    "compose_form",
    "details_of",
    "facts_of",
    "family_forms",
    "filled",
    "kept_fields",
    "position_in",
]
