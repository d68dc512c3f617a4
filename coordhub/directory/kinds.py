"""The kinds of things in the directory, each with the words a page uses for it."""

from enum import StrEnum

from coordhub.accounts.models import Specialty

SEARCHED_AS = "entry"  # the kind of an entry's document in the full-text index


class EntryKind(StrEnum):
    """What a search can find; the value is what the map draws by."""

    OFFICE = "office"
    CONTACT = "contact"
    SITE = "site"

    @property
    def label(self) -> str:
        """The kind, for many."""
        return {EntryKind.OFFICE: "Offices", EntryKind.CONTACT: "People", EntryKind.SITE: "PASS sites"}[self]

    @property
    def one(self) -> str:
        """The kind, for one."""
        return {EntryKind.OFFICE: "office", EntryKind.CONTACT: "person", EntryKind.SITE: "PASS site"}[self]


class Visibility(StrEnum):
    """Who sees an entry or one of its channels; each also sees what the ones before it see."""

    PUBLIC = "public"
    MEMBERS = "members"
    ADMINISTRATORS = "administrators"

    @property
    def label(self) -> str:
        """Who sees it, in words."""
        return {
            Visibility.PUBLIC: "Everybody",
            Visibility.MEMBERS: "People with an account",
            Visibility.ADMINISTRATORS: "Administrators of the hub",
        }[self]

    @property
    def seen(self) -> tuple["Visibility", ...]:
        """What somebody of this sight may see."""
        everything = tuple(Visibility)
        return everything[: everything.index(self) + 1]


class VerifiedHow(StrEnum):
    """How somebody came to know that an entry is right."""

    SOURCE = "source"
    PHONE = "phone"
    LINK = "link"
    SELF = "self"
    VISIT = "visit"
    IMPORT = "import"

    @property
    def label(self) -> str:
        """The way in words that follow “confirmed”."""
        return _HOW_LABELS[self]


_HOW_LABELS = {
    VerifiedHow.SOURCE: "by its source",
    VerifiedHow.PHONE: "by a phone call",
    VerifiedHow.LINK: "by the link in a letter",
    VerifiedHow.SELF: "by its keeper",
    VerifiedHow.VISIT: "in person",
    VerifiedHow.IMPORT: "by an imported list",
}
# How a person checks; the other ways belong to letters, sources and imports.
WAYS = (VerifiedHow.PHONE, VerifiedHow.VISIT, VerifiedHow.SELF)
# What a person checked; an import never overwrites it in silence.
BY_PEOPLE = (*WAYS, VerifiedHow.LINK)


class ChannelKind(StrEnum):
    """A way to reach an entry."""

    PHONE = "phone"
    FAX = "fax"
    EMAIL = "email"

    @property
    def label(self) -> str:
        """The way in a word."""
        return {ChannelKind.PHONE: "Phone", ChannelKind.FAX: "Fax", ChannelKind.EMAIL: "E-mail"}[self]


class ContactRole(StrEnum):
    """What a person, or a vacant position, does in the program (domain guide, section 2)."""

    DIRECTOR = "director"
    RECRUITMENT = "id_and_r"
    RECORDS = "msix_data"
    CREDIT = "secondary_credit"
    PASS = "pass_coordinator"  # noqa: S105 - the program, no password
    RECRUITER = "recruiter"
    PARENTS = "parents"
    HEALTH = "health"
    YOUTH = "youth"
    SUMMER = "summer"
    INTERSTATE = "interstate"

    @property
    def label(self) -> str:
        """The role in a word or two."""
        return _ROLE_LABELS[self]

    @property
    def specialty(self) -> Specialty | None:
        """What somebody of this role answers for; None for those who answer for everything."""
        return _ROLE_SPECIALTIES.get(self)


_ROLE_LABELS = {
    ContactRole.DIRECTOR: "State director",
    ContactRole.RECRUITMENT: "ID&R coordinator",
    ContactRole.RECORDS: "MSIX data administrator",
    ContactRole.CREDIT: "Secondary credit coordinator",
    ContactRole.PASS: "PASS coordinator",
    ContactRole.RECRUITER: "Recruiter",
    ContactRole.PARENTS: "Parent coordinator",
    ContactRole.HEALTH: "Health coordinator",
    ContactRole.YOUTH: "Out-of-school youth coordinator",
    ContactRole.SUMMER: "Summer program coordinator",
    ContactRole.INTERSTATE: "Interstate coordinator",
}
_ROLE_SPECIALTIES = {
    ContactRole.RECRUITMENT: Specialty.RECRUITMENT,
    ContactRole.RECRUITER: Specialty.RECRUITMENT,
    ContactRole.RECORDS: Specialty.RECORDS,
    ContactRole.CREDIT: Specialty.CREDIT,
    ContactRole.PASS: Specialty.PASS,
    ContactRole.PARENTS: Specialty.PARENTS,
    ContactRole.HEALTH: Specialty.HEALTH,
    ContactRole.YOUTH: Specialty.YOUTH,
    ContactRole.SUMMER: Specialty.SUMMER,
}


class FactKind(StrEnum):
    """What is known about a state as of a date."""

    MEP = "mep"
    PASS = "pass"  # noqa: S105 - the program, no password
    STREAM = "stream"

    @property
    def label(self) -> str:
        """The fact's name."""
        return {
            FactKind.MEP: "Takes part in the program",
            FactKind.PASS: "Takes part in PASS",
            FactKind.STREAM: "Migratory stream",
        }[self]


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
