"""Phone numbers and e-mail addresses: a family's, or an office's."""

import re
from collections.abc import Iterator

from coordhub.privacy import cues
from coordhub.privacy.findings import Finding
from coordhub.privacy.surfaces import Kind
from coordhub.privacy.whose import whose

_PHONE = re.compile(
    r"(?<![\w/=-])(?<!\d[.-])(?:\+?1[-. /]{0,2})?\(?[2-9]\d{2}\)?[-. /]{0,3}[2-9]\d{2}[-. /]{0,3}\d{4}(?!\d|[-/]\d)"
)
_ABROAD = re.compile(
    r"(?<![\w+])(?:\+|011[ -]|00)?(?:52|50[0-9]|51|57|593|692"
    r"|691)[-. ]{0,2}(?:1[-. ]{1,2})?\(?\d{2,4}\)?(?:[-. ]{1,2}\d{2,4}){2,3}(?!\d)"
)
_PLUS = re.compile(r"\+\d{1,3}[-. ]?\(?\d(?:[-. )(]{0,2}\d){7,12}(?!\d)")
_LOCAL = re.compile(r"(?<![\w/-])(?<!\d[. ])[2-9]\d{2}[-. ]\d{4}(?![\w-]|[./ ]\d)")
_TOLL_FREE = re.compile(r"\+?1?[-. ]?\(?8(?:00|33|44|55|66|77|88)\b")
_EMAIL = re.compile(r"[a-z0-9][\w.+-]{0,63}@[\w-]{1,63}\.[\w.-]{1,100}")
_CUES = re.compile(
    rf"(?<![\w@])(?:(?P<office>{cues.NOT_A_FAMILY}|(?:{cues.STAFF}|{cues.WORKPLACE})(?:'s|s')?)"
    rf"|(?P<family>(?:{cues.PERSON}|{cues.FAMILY})(?:'s|s')?|casa|home (?:phone|number|ph|tel)|(?:text|call|dial"
    rf"|reach) (?:him|her|them))"
    r"|(?P<weak>her|hers|his|him|their|them|theirs|su|sus|cell|cel|celular|cellphone|whatsapp|whats|wapp|home"
    r"|house|personal|"
    r"private|at night|movil|changed numbers|crew leader|mayordomo|senor|senora|roommate|neighbor|vecin[oa]"
    r"|patron))(?!\w)"
)
_PHONE_WORD = re.compile(r"\b(?:phone|ph|tel|telefono|cell?|celular|call|text|whatsapp|number|numero|num|#|movil)\b")


def find_contacts(text: str) -> Iterator[Finding]:
    """Yield phone numbers and a family's e-mail addresses in `text`, which is plain and in lower case."""
    for pattern in (_PHONE, _ABROAD, _PLUS):
        for match in pattern.finditer(text):
            yield from _phone(text, match)
    for match in _LOCAL.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        if _PHONE_WORD.search(before) and whose(_CUES, text, *match.span(), before=60, after=32) in ("family", "weak"):
            yield Finding(match.start(), match.end(), Kind.FAMILY_PHONE)
    for match in _EMAIL.finditer(text):
        if whose(_CUES, text, *match.span(), before=60, after=0) == "family":
            yield Finding(match.start(), match.end(), Kind.FAMILY_PHONE)


def _phone(text: str, match: re.Match[str]) -> Iterator[Finding]:
    owner = whose(_CUES, text, *match.span(), before=60, after=32)
    if owner in ("family", "weak"):
        yield Finding(match.start(), match.end(), Kind.FAMILY_PHONE)
    elif owner is None and not _TOLL_FREE.match(match[0]):
        yield Finding(match.start(), match.end(), Kind.PHONE)
