"""Lists as tests bring them: a CSV text, uploaded and planned."""

import csv
import io
from collections.abc import Sequence

from coordhub.accounts.models import User
from coordhub.directory.actions import Doer
from coordhub.directory.actions.imports import plan_list, upload_list
from coordhub.directory.actions.known import Wish
from coordhub.directory.models import ImportBatch
from coordhub.directory.rules.imports import RowPlan

SOURCE = "https://example.org/list"


def csv_text(*rows: Sequence[str]) -> bytes:
    """Rows as a CSV file, the first is the header."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def brought(content: bytes, by: User | None = None, **more: object) -> tuple[ImportBatch, list[RowPlan]]:
    """Upload a file and plan it."""
    given = {"file_name": "list.csv", "source": SOURCE} | more
    batch, _ = upload_list(content, by=by, **given)  # type: ignore[arg-type]
    return batch, plan_list(batch, wish_of(by))


def wish_of(by: User | None = None) -> Wish:
    """Take a list for somebody, or for the hub itself."""
    return Wish(Doer.of(by) if by else Doer())
