"""The letters of the torture: what is rigged about an address stands in its name, the key of a letter in its bytes."""

import random
import re

# What happens to a letter, and how many in a hundred it happens to. The rest simply arrives.
RIGGED = {
    "put-off": 5,  # 451 for the recipient, the first time
    "put-off-late": 3,  # 452 after the final dot, the first time
    "gone": 2,  # 550, for good
    "slow": 1,  # the answer takes longer than a lease
    "cut-before": 2,  # the line is cut after the final dot, and the letter is not taken
    "cut-after": 2,  # the line is cut after the letter was taken, before the answer
    "busy": 1,  # 421 and the end of the line, the first time
}
CUT = ("cut-before", "cut-after")
KEY = re.compile(rb"^X-Torture-Key: (\d+)\r?$", re.M)


def address_of(key: int, chance: random.Random) -> str:
    """Return an address that says what will happen to its letter."""
    what = chance.choices([*RIGGED, "plain"], [*RIGGED.values(), 100 - sum(RIGGED.values())])[0]
    return f"{what}.{key}@example.org"


def what_happens(address: str) -> str:
    """Return the word of RIGGED by which an address is named, or `plain`."""
    return address.partition(".")[0]


def message_id(key: int) -> str:
    """Return the Message-ID of a letter."""
    return f"<torture-{key}@hub.example.org>"
