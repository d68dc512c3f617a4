"""The only door from typed text to a table."""

import logging
from collections.abc import Collection, Mapping

from coordhub.privacy.messages import explain
from coordhub.privacy.scan import scan
from coordhub.privacy.surfaces import Kind, Surface

log = logging.getLogger("coordhub.privacy")


class PrivacyRefusal(Exception):
    """Text that may not be stored: sentences by field, never the text. `may_be_confirmed` when all of it is soft."""

    def __init__(self, errors: dict[str, list[str]], kinds: Collection[Kind], may_be_confirmed: bool) -> None:
        super().__init__(", ".join(sorted(kinds)))
        self.errors = errors
        self.kinds = kinds
        self.may_be_confirmed = may_be_confirmed


def check_text(
    fields: Mapping[str, str], surface: Surface, *, confirmed: bool = False, allowed_names: Collection[str] = ()
) -> None:
    """Raise PrivacyRefusal when a field holds what may not stand on `surface`.

    What only looks doubtful passes when the writer `confirmed` that nobody can be recognized. The log says which kinds
    were found on which surface, never what.
    """
    errors: dict[str, list[str]] = {}
    kinds: set[Kind] = set()
    hard = False
    for name, text in fields.items():
        found = scan(text, surface, allowed_names=allowed_names)
        if found.verdict == "pass":
            continue
        log.info("privacy %s on %s: %s", found.verdict, surface, ", ".join(found.kinds))
        if found.verdict == "ask" and confirmed:
            continue
        hard = hard or found.verdict == "block"
        errors[name] = explain(found)
        kinds |= set(found.kinds)
    if errors:
        raise PrivacyRefusal(errors, kinds, may_be_confirmed=not hard)
