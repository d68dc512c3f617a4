"""Reading the server's own log against the table: lost, doubled, uncertain."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from coordhub.db import db
from coordhub.mail.models import Delivery, OutgoingEmail
from tests.mail.torture.rigging import CUT, what_happens


@dataclass
class Verdict:
    """What became of the letters, in letters; `problems` is empty when every promise was kept."""

    seed: int
    kills: int
    freezes: int
    seconds: float
    letters: int = 0
    accepted: int = 0  # distinct letters in the server's log
    doubled: int = 0
    lost: int = 0  # neither in the log nor marked as failed or uncertain
    refused: int = 0  # dead, and the server never took them
    uncertain: int = 0
    uncertain_taken: int = 0  # of those, in the log
    uncertain_cut: int = 0  # of those, where the server cut the line
    uncertain_allowed: int = 0
    settled: int = 0  # of the uncertain, by the relay's log
    told_again: int = 0  # of the uncertain, left for the next digest
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"seed {self.seed}: {self.letters} letters, {self.kills} kills, {self.freezes} freezes in "
            f"{self.seconds:.1f} s: {self.accepted} taken, {self.refused} refused, {self.lost} lost, "
            f"{self.doubled} doubled, {self.uncertain} uncertain (at most {self.uncertain_allowed}; "
            f"{self.uncertain_taken} taken, {self.uncertain_cut} of cut lines): {self.settled} settled by the log, "
            f"{self.told_again} left to the next digest"
        )


def accepted_keys(log: Path) -> Counter[str]:
    """Return how often the server took each letter, by its key."""
    return Counter(line.split()[1] for line in log.read_text(encoding="ascii").splitlines())


def read_verdict(
    log: Path,
    *,
    seed: int,
    kills: int,
    freezes: int,
    senders: int,
    in_an_outage: int,
    deserters: Sequence[int],
    errors: Path,
    seconds: float,
) -> Verdict:
    """Judge each letter in the table by the log.

    A kill or a freeze explains one uncertain letter of each sender, an outage of the database `in_an_outage` of all
    together, and a line that the server cut the letter that was on it.
    """
    found = Verdict(seed=seed, kills=kills, freezes=freezes, seconds=seconds)
    taken = accepted_keys(log)
    letters = db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()
    for letter in letters:
        _judge(letter, taken.pop(letter.dedup_key.rpartition("-")[2], 0), found)
    if taken:
        found.problems.append(f"the server took letters that are none of ours: {sorted(taken)}")
    found.uncertain_allowed = (kills + freezes) * senders + in_an_outage + found.uncertain_cut
    if found.uncertain > found.uncertain_allowed:
        found.problems.append(f"{found.uncertain} letters are uncertain, {found.uncertain_allowed} were allowed")
    if deserters:
        said = errors.read_text(encoding="utf-8")[-3000:]
        found.problems.append(f"workers {deserters} ended by themselves:\n{said}")
    db.session.rollback()
    return found


def _judge(letter: OutgoingEmail, times: int, found: Verdict) -> None:
    name = f"letter {letter.dedup_key} to {letter.address} ({letter.status}, {letter.last_error!r})"
    found.letters += 1
    found.accepted += times > 0
    if times > 1:
        found.doubled += 1
        found.problems.append(f"{name} was taken {times} times")
    if letter.status == Delivery.UNCERTAIN:
        found.uncertain += 1
        found.uncertain_taken += times > 0
        found.uncertain_cut += what_happens(letter.address) in CUT
    elif letter.status == Delivery.FAILED and times == 0 and what_happens(letter.address) == "gone":
        found.refused += 1
    elif letter.status != Delivery.SENT or times == 0:
        found.lost += times == 0
        found.problems.append(f"{name} was taken {times} times")
