"""Where a text is going to stand, and what may be found in it (domain guide, section 5)."""

from enum import StrEnum


class Surface(StrEnum):
    """Who will be able to read a text."""

    PRIVATE = "private"
    BOARD = "board"
    PUBLIC = "public"


class Kind(StrEnum):
    """What the scanner can find. Logs carry these words and never the text."""

    SSN = "ssn"
    BIRTH_DATE = "birth_date"
    A_NUMBER = "a_number"
    MSIX_ID = "msix_id"
    STUDENT_ID = "student_id"
    NAME = "name"
    HOME_ADDRESS = "home_address"
    FAMILY_PHONE = "family_phone"
    SMALL_COUNT = "small_count"
    DATE = "date"
    POSSIBLE_NAME = "possible_name"
    ADDRESS = "address"
    PHONE = "phone"
    HEALTH = "health"
    IMMIGRATION = "immigration"
    DISABILITY = "disability"
    ONE_CHILD = "one_child"


# These are refused; the others ask the writer to look again. "Never" of the domain guide, as far as a rule can tell.
HARD = frozenset(
    {
        Kind.SSN,
        Kind.BIRTH_DATE,
        Kind.A_NUMBER,
        Kind.MSIX_ID,
        Kind.STUDENT_ID,
        Kind.NAME,
        Kind.HOME_ADDRESS,
        Kind.FAMILY_PHONE,
        Kind.SMALL_COUNT,
    }
)
