"""What the page says about a finding: first what to do, then where the thing belongs."""

from collections.abc import Mapping

from coordhub.privacy.findings import Scan
from coordhub.privacy.surfaces import Kind

WORDS: Mapping[Kind, str] = {
    Kind.SSN: "Take the Social Security number out. coordhub never needs one.",
    Kind.BIRTH_DATE: "Take the birth date out. Put the MSIX ID in its own field: the other state finds the date there.",
    Kind.A_NUMBER: "Take the A-number out. Nobody may ask for it here.",
    Kind.MSIX_ID: "Take the long number out. If it is an MSIX ID, it has its own field in a private request.",
    Kind.STUDENT_ID: "Take the person’s number out. Only the MSIX ID has a field, in a private request.",
    Kind.NAME: "Take the name or initials out. Say “the oldest”, “a senior”, or use the field for MSIX IDs.",
    Kind.HOME_ADDRESS: "Take the address out. The county is enough; MSIX holds the rest.",
    Kind.FAMILY_PHONE: "Take the family’s phone number or e-mail out. Give it by phone to the person who calls you.",
    Kind.SMALL_COUNT: "Leave out the county or the number: under 10 children in one county can be recognized.",
    Kind.DATE: "This may be a birth date. If it is, take it out.",
    Kind.POSSIBLE_NAME: "This looks like a name. If it is a child’s or parent’s, take it out.",
    Kind.ADDRESS: "This looks like an address. If a family lives there, take it out.",
    Kind.PHONE: "There is a phone number. If it is a family’s, take it out.",
    Kind.HEALTH: "This may tell about somebody’s health. Leave details to MSIX and the school nurse.",
    Kind.IMMIGRATION: "This may tell about immigration status. It must not stand here.",
    Kind.DISABILITY: "This may tell about a disability. Tick “See MSIX for IDEA” instead.",
    Kind.ONE_CHILD: "One child, a grade and a county can be enough to recognize somebody. Leave one of them out.",
}


def explain(found: Scan) -> list[str]:
    """Return a sentence for each kind that was found; the hard ones alone when there are any."""
    hard = any(one.is_hard for one in found.findings)
    kinds = dict.fromkeys(one.kind for one in found.findings if one.is_hard or not hard)
    return [WORDS[kind] for kind in kinds]
