"""MSIX IDs as they are typed: only in their own field, numbers and nothing else."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

MSIX_ID = re.compile(r"[0-9]{8,14}")  # MSIX prints a long number; anything else is a slip of the field
FIELD_LENGTH = 600  # 25 numbers with what divides them


def msix_ids_in(text: str) -> list[str]:
    """Split what was typed into the field of MSIX IDs: lines, commas and blanks divide, dashes do not count."""
    return [one.replace("-", "") for one in re.split(r"[\s,;]+", text) if one]


class MsixIds:
    """Numbers only, each once, as many as the type carries."""

    def __init__(self, fewest_and_most: tuple[int, int]) -> None:
        self.fewest, self.most = fewest_and_most

    def __call__(self, _form: Any, field: Any) -> None:
        ids = msix_ids_in(field.data or "")
        if any(MSIX_ID.fullmatch(one) is None for one in ids):
            raise ValidationError("Write MSIX IDs as numbers of 8 to 14 digits, one per line, and nothing else here.")
        if len(set(ids)) < len(ids):
            raise ValidationError("The same MSIX ID stands here twice. Take one of them out.")
        if not self.fewest <= len(ids) <= self.most:
            raise ValidationError(self._how_many(ids))

    def _how_many(self, ids: Sequence[str]) -> str:
        if self.fewest == self.most:
            return f"Write exactly {self.fewest} MSIX IDs, one per line. There are {len(ids)}."
        if len(ids) > self.most:
            return f"Put at most {self.most} MSIX IDs into one request."
        return f"Write at least {'one MSIX ID' if self.fewest == 1 else f'{self.fewest} MSIX IDs'}."
