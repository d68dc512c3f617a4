"""Telephone numbers and e-mail addresses of an entry, as a list writes them.

One channel reads “517-373-6066 x012 (front desk) [members]”: number, extension, label, and who sees it unless everybody
does. Channels are divided by semicolons.
"""

import re
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from coordhub.directory.fields.cells import WrongCell, several
from coordhub.directory.kinds import ChannelKind, Visibility

CHANNELS_AT_MOST = 12
LABEL_LENGTH = 60
_SIGHT = re.compile(r"\s*\[([a-z]+)\]$")
_LABEL = re.compile(r"\s*\(([^()]*)\)$")
_EXTENSION = re.compile(r"\s*(?:x|ext\.?|extension|#)\s*(\d{1,10})$", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class ChannelValue:
    """A channel without its checks: an extension is text, since zeros in front count."""

    kind: ChannelKind
    value: str
    extension: str = ""
    label: str = ""
    visibility: Visibility = Visibility.PUBLIC

    def __str__(self) -> str:
        return channel_text(self.kind, self.value, self.extension, self.label, self.visibility)


def channel_text(kind: str, value: str, extension: str, label: str, sight: str) -> str:
    """Return a channel as a list writes it; none of its parts need be right, so that what was typed can be read."""
    parts = [f"fax {value}" if kind == ChannelKind.FAX else value]
    parts += [f"x{extension}"] if extension else []
    parts += [f"({label})"] if label else []
    parts += [f"[{sight}]"] if sight and sight != Visibility.PUBLIC else []
    return " ".join(parts)


def phones(cell: str) -> tuple[ChannelValue, ...]:
    """Return the telephone and fax numbers of a cell in their order. Raises WrongCell."""
    return _once([_phone(part) for part in several(cell)])


def emails(cell: str) -> tuple[ChannelValue, ...]:
    """Return the addresses of a cell in their order. Raises WrongCell."""
    return _once([_email(part) for part in several(cell)])


def phone_number(text: str) -> str:
    """Return a number of the United States as 517-373-6066, however it was written. Raises WrongCell."""
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        number = None
    national = str(number.national_number) if number and number.country_code == 1 else ""
    # Not is_valid_number: numbers of practice (555-01xx) are none, and new area codes come faster than releases.
    if len(national) != 10 or national[0] in "01" or national[3] in "01":
        raise WrongCell(f"holds “{text[:60]}”, which is not a phone number such as 517-373-6066")
    return f"{national[:3]}-{national[3:6]}-{national[6:]}"


def _phone(part: str) -> ChannelValue:
    rest, label, visibility = _taken_apart(part)
    kind = ChannelKind.PHONE
    if rest.lower().startswith("fax"):
        kind, rest = ChannelKind.FAX, rest[3:].lstrip(" :")
    extension = ""
    if found := _EXTENSION.search(rest):
        extension, rest = found[1], rest[: found.start()]
    return ChannelValue(kind, phone_number(rest), extension, label, visibility)


def _email(part: str) -> ChannelValue:
    rest, label, visibility = _taken_apart(part)
    try:
        address = validate_email(rest, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise WrongCell(f"holds “{rest[:60]}”, which is not an e-mail address") from None
    return ChannelValue(ChannelKind.EMAIL, address, "", label, visibility)


def _taken_apart(part: str) -> tuple[str, str, Visibility]:
    visibility, label = Visibility.PUBLIC, ""
    if found := _SIGHT.search(part):
        try:
            visibility = Visibility(found[1])
        except ValueError:
            raise WrongCell(f"holds “[{found[1][:30]}]”, not one of: {', '.join(Visibility)}") from None
        part = part[: found.start()]
    if found := _LABEL.search(part):
        label, part = found[1].strip(), part[: found.start()]
    if len(label) > LABEL_LENGTH:
        raise WrongCell(f"holds a label of more than {LABEL_LENGTH} characters")
    return part.strip(), label, visibility


def _once(found: list[ChannelValue]) -> tuple[ChannelValue, ...]:
    once = {(one.kind, one.value, one.extension): one for one in reversed(found)}
    if len(found) > CHANNELS_AT_MOST:
        raise WrongCell(f"holds more than {CHANNELS_AT_MOST} ways to reach somebody")
    return tuple(reversed(once.values()))
