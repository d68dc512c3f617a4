"""Looking through what somebody typed, before it is stored.

A seat belt, not a promise: names that are on no list, or that look like places, get through (study "board and mail",
section 7.3).
"""

from collections.abc import Collection

from coordhub.privacy.addresses import find_addresses
from coordhub.privacy.contacts import find_contacts
from coordhub.privacy.dates import find_dates
from coordhub.privacy.facts import find_facts
from coordhub.privacy.findings import Scan
from coordhub.privacy.names import find_names
from coordhub.privacy.numbers import find_numbers
from coordhub.privacy.plain import plain
from coordhub.privacy.surfaces import Surface


def scan(text: str, surface: Surface, *, allowed_names: Collection[str] = ()) -> Scan:
    """Look through `text`, which is to stand on `surface`; names in `allowed_names` (staff) are no finding."""
    written = plain(text)
    lower = written.lower()
    found = {
        *find_numbers(lower),
        *find_dates(lower),
        *find_contacts(lower),
        *find_addresses(written, lower),
        *find_names(written, [plain(name) for name in allowed_names]),
        *find_facts(written, lower, surface),
    }
    return Scan(tuple(sorted(found, key=lambda one: (not one.is_hard, one))))
