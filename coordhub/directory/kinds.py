"""The kinds of things in the directory, each with the words a page uses for it."""

from enum import StrEnum


class EntryKind(StrEnum):
    """What a search can find; the value is what the map draws by."""

    OFFICE = "office"
    SITE = "site"

    @property
    def label(self) -> str:
        """The kind, for many."""
        return {EntryKind.OFFICE: "Offices", EntryKind.SITE: "PASS sites"}[self]


class Participation(StrEnum):
    """Whether a state receives money under ESEA Title I, Part C. Dated data, never a constant of the code."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Stream(StrEnum):
    """The customary route of migration. A filter, never a routing rule."""

    EASTERN = "Eastern"
    MIDCONTINENT = "Midcontinent"
    WESTERN = "Western"


class DateBasis(StrEnum):
    """Whether the source shows its date, or the year was worked out from an undated copy."""

    PRINTED = "printed"
    INFERRED = "inferred"


class OfficeKind(StrEnum):
    """What an office does in the program."""

    STATE = "state_mep"
    DELEGATED = "delegated_state_operator"
    LOCAL = "regional_or_local_mep"
    NATIONAL = "national"
    INTERSTATE = "interstate"
    CONSORTIUM = "consortium"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _OFFICE_LABELS[self]


_OFFICE_LABELS = {
    OfficeKind.STATE: "State office",
    OfficeKind.DELEGATED: "Works for the whole state",
    OfficeKind.LOCAL: "Regional or local office",
    OfficeKind.NATIONAL: "National office",
    OfficeKind.INTERSTATE: "Interstate organization",
    OfficeKind.CONSORTIUM: "Consortium of states",
}
# Who may be asked about any county of the state.
STATE_WIDE = (OfficeKind.STATE, OfficeKind.DELEGATED)


class SiteKind(StrEnum):
    """What a place does in PASS."""

    DISTRIBUTION = "coordinating_and_distribution"
    COORDINATING = "coordinating_office"
    ADMINISTRATION = "state_administration"
    NATIONAL = "national_coordination"
    USE = "user_site"
    INFORMATION = "information_point"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _SITE_LABELS[self]


_SITE_LABELS = {
    SiteKind.DISTRIBUTION: "PASS office and distribution site",
    SiteKind.COORDINATING: "PASS office",
    SiteKind.ADMINISTRATION: "PASS in the state agency",
    SiteKind.NATIONAL: "National PASS coordination",
    SiteKind.USE: "School or program that used PASS",
    SiteKind.INFORMATION: "PASS information",
}


class SiteStatus(StrEnum):
    """What the source said about a PASS site when it was read."""

    ACTIVE = "active when read"
    HISTORIC = "historic"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The status in a sentence."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    SiteStatus.ACTIVE: "Running when the source was read",
    SiteStatus.HISTORIC: "From an old source, so it may have ended",
    SiteStatus.UNKNOWN: "Not known whether it runs today",
}


class FigureFlag(StrEnum):
    """How a figure came to be, or why there is none."""

    REPORTED = "reported"
    APPROXIMATE = "approximate"
    COMPUTED = "computed"
    SUPPRESSED = "suppressed_small_n"
    NOT_APPLICABLE = "not_applicable"
    NOT_AVAILABLE = "not_available"


# These stand in the place of a figure and say why there is none.
GAPS = (FigureFlag.SUPPRESSED, FigureFlag.NOT_APPLICABLE, FigureFlag.NOT_AVAILABLE)


class Measure(StrEnum):
    """What was counted. They overlap in unknown ways, so no two of them are ever added up."""

    ELIGIBLE = "eligible_unduplicated"
    SUMMER = "summer_intersession_served"
    LIMITED_ENGLISH = "eligible_limited_english_proficient"
    PROJECT_COUNT = "project_child_count"
    PARTICIPANTS = "participants"
    SAID_ELIGIBLE = "eligible_program_statement"
    SAID_SERVED = "served_program_statement"
    SAID_ENROLLED = "enrolled_program_statement"

    @property
    def label(self) -> str:
        """What was counted, in words."""
        return _MEASURE_LABELS[self]


_MEASURE_LABELS = {
    Measure.ELIGIBLE: "Eligible children and youth",
    Measure.SUMMER: "Served in summer or between terms",
    Measure.LIMITED_ENGLISH: "Eligible children who were learning English",
    Measure.PROJECT_COUNT: "Children counted by project",
    Measure.PARTICIPANTS: "Took part in the program",
    Measure.SAID_ELIGIBLE: "Eligible children, as the program states",
    Measure.SAID_SERVED: "Served children, as the program states",
    Measure.SAID_ENROLLED: "Enrolled children, as the program states",
}
