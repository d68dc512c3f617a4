"""What is uncertain is settled: by the relay's log, and what that does not know is told again in the next digest."""

from datetime import timedelta
from pathlib import Path

import flask
from sqlalchemy import select

from coordhub import clock
from coordhub.db import db
from coordhub.mail import queries
from coordhub.mail.models import Delivery, OutgoingEmail
from tests.mail.torture.judge import queue_id
from tests.mail.torture.rigging import message_id
from tests.mail.torture.verdict import Verdict, accepted_keys


def write_relay_log(judge_log: Path, relay_log: Path) -> None:
    """Write down in the words of Postfix what the judge took."""
    with relay_log.open("w", encoding="ascii") as file:
        for line in judge_log.read_text(encoding="ascii").splitlines():
            _, key, address = line.split()
            start, name = "Jun 16 11:00:00 relay postfix", queue_id(key)
            file.write(
                f"{start}/smtpd[11]: {name}: client=hub.example.org[127.0.0.1]\n"
                f"{start}/cleanup[12]: {name}: message-id={message_id(int(key))}\n"
                f"{start}/qmgr[13]: {name}: from=<notify@hub.example.org>, size=900, nrcpt=1 (queue active)\n"
                f"{start}/smtp[14]: {name}: to=<{address}>, relay=mx.example.org[127.0.0.1]:25, delay=0.1, "
                f"delays=0/0/0/0.1, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n"
                f"{start}/qmgr[13]: {name}: removed\n"
            )


def settle_uncertain(app: flask.Flask, folder: Path, verdict: Verdict) -> None:
    """Settle by the log and add to the verdict's problems what is unaccounted for after that.

    A letter that the server took must be sent now; one that it never took is not in its log, and must be among those
    that the next digest lists again.
    """
    relay_log = folder / "mail.log"
    write_relay_log(folder / "judge.log", relay_log)
    ran = app.test_cli_runner().invoke(args=["mail", "settle", "--log", str(relay_log)])
    if ran.exit_code:
        verdict.problems.append(f"flask mail settle failed: {ran.output[-500:]} {ran.exception!r}")
    db.session.expire_all()
    taken = accepted_keys(folder / "judge.log")
    told_again = _told_again()
    for letter in db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.status == Delivery.UNCERTAIN)):
        verdict.told_again += 1
        if taken[letter.dedup_key.rpartition("-")[2]]:
            verdict.problems.append(f"letter {letter.dedup_key} is in the relay's log and still uncertain")
        elif letter.id not in told_again:
            verdict.problems.append(f"letter {letter.dedup_key} is uncertain and no digest will tell it again")
    verdict.settled = verdict.uncertain - verdict.told_again
    if verdict.settled != verdict.uncertain_taken:
        verdict.problems.append(f"the log settled {verdict.settled} letters, {verdict.uncertain_taken} were in it")


def _told_again() -> set[int]:
    """Return the ids of the letters that digests list again, one digest after the other, as long as there are any."""
    told: set[int] = set()
    while letters := queries.unsettled(clock.now() + timedelta(days=1)):
        for letter in letters:
            letter.told_again_at = clock.now()
            told.add(letter.id)
        db.session.commit()
    return told
