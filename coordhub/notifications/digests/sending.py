"""A batch of digests from its people to the outbox, whatever else their contents come from."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from coordhub.notifications.digests import claiming, writing
from coordhub.notifications.digests.lines import DigestLine, Section, contents_of
from coordhub.notifications.digests.people import Due
from coordhub.notifications.digests.writing import Press

Lines = Mapping[Section, Sequence[DigestLine]]
Others = Callable[[Sequence[Due], datetime], Mapping[int, Lines]]


def write(due: Sequence[Due], others: Others, press: Press, now: datetime) -> Collection[int]:
    """Write the digests of these people, and return the ids of those who have a letter now.

    `others` gives the sections that other features know, by person. None is written for who had one on this local date,
    nor for whom there is nothing new and nothing late or due by tomorrow. Adds to the open transaction.
    """
    digests = claiming.begin(due, now)
    mine = [one for one in due if one.user.id in digests]
    if not mine:
        return ()
    news = claiming.claim(mine, digests, now)
    known = others(mine, now)
    written = []
    for one in mine:
        contents = contents_of(news.get(one.user.id, ()), known.get(one.user.id, {}))
        if contents.is_worth_a_letter:
            written.append((one, press.print(one, contents, now)))
    told = {one.user.id for one, _ in written}
    claiming.drop([id_ for user_id, id_ in digests.items() if user_id not in told])
    writing.put(written, digests)
    return told
