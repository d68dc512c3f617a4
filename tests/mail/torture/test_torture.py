"""Workers are killed and frozen at random points; the mail server's own log is the judge."""

import os
import random

import pytest

from tests.mail.torture.harness import Plan, torture

# One after the other: each keeps several processes busy.
pytestmark = pytest.mark.xdist_group("torture")


def test_no_letter_is_lost_or_doubled_when_workers_are_killed_and_frozen(app, tmp_path):
    seed = int(os.environ.get("TORTURE_SEED") or random.SystemRandom().randrange(10**6))

    verdict = torture(app, tmp_path, Plan(letters=200, kills=20, seed=seed))

    print(verdict)
    assert not verdict.problems, (str(verdict), verdict.problems)
    assert verdict.accepted > 150, str(verdict)
