"""Birth dates, and full dates that may be one."""

import re
from collections.abc import Iterator

from coordhub.privacy.findings import Finding, each, near
from coordhub.privacy.surfaces import Kind

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|ene(?:ro)?|febrero|marzo|abr(?:il)?|mayo|junio|julio|ago(?:sto)?|sep?tiembre|octubre|"
    r"noviembre|dic(?:iembre)?)\b\.?"
)
_DAY = (
    r"(?:[0-3]?\d(?:st|nd|rd|th)?|primero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece"
    r"|catorce|quince|"
    r"dieci\w{4,6}|veint\w{1,7}|treinta(?: y uno)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth|eleventh|twelfth|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth|(?:twenty|thirty)[- ](?:first|second|third"
    r"|fourth|fifth|sixth|seventh|eighth|ninth))"
)
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)(?!\d)"
_FULL = re.compile(
    rf"(?<![\d/.])(?<!\d-)(?:[0-3]?\d ?([/.\-]) ?[0-3]?\d ?\1 ?(?:(?:19|20)\d\d|\d\d)|(?:19"
    rf"|20)\d\d([/.\-])[01]?\d\2[0-3]?\d"
    rf"|(?:{_MONTH}|[01]?\d)[ /,.-]{{1,2}}{_DAY}(?:,? ?(?:of |del? )?|[/-])(?:(?:19|20)\d\d|'\d\d)"
    rf"|{_MONTH}[/-][0-3]?\d[/-]\d\d"
    rf"|{_DAY}[ -/]{{1,2}}(?:de |of )?{_MONTH}[ ,/-]{{0,2}}(?:del? |of )?{_YEAR})(?![\d/]|-\d)"
)
_PART = (
    rf"(?:[01]?\d[/-](?:19|20)\d\d|[01]?\d ?[/-] ?[0-3]?\d|{_MONTH},? ?(?:the )?{_DAY}|{_DAY} (?:de |of )?{_MONTH}"
    rf"|(?:19|20)\d\d[01]\d[0-3]\d|"
    r"[01]\d[0-3]\d(?:(?:19|20)\d\d|\d\d)|[0-3]\d[01]\d(?:19|20)\d\d)(?!\d)"
)
_CUE = (
    r"(?:d[ ./-]?o[ ./-]?b\.?s?|y\.?o\.?b|born|b-?days?|birth ?-?days?|birth ?-?dates?|b\.?date|birth"
    r"|fecha de nac\w{0,9}|"
    r"f(?:echa)?\.? ?(?:de )?nac\w{0,9}|f\.? ?n\.|fn|nacio|nacieron|nacid[oa]s?|nac\b|nacimiento|cumpleanos|cumple"
    r"|turn(?:s|ed|ing)|cumplio)"
)
_BIRTH_CUE = re.compile(rf"\b{_CUE}(?!\w)")
_PAPER_CUE = re.compile(r"\b(?:birth certificates?|proof of birth(?: date)?|actas? de nacimiento)\b")
_BIRTH_PART = re.compile(
    rf"(?<![a-z]){_CUE}(?!\w)(?! (?:after|before|between|since|antes|despues|certificate))[^\d\n]{{0,28}}?\b{_PART}"
)
_BIRTH_YEAR = re.compile(
    rf"\b(?:{_CUE}|(?:birth year|year of birth|ano de nacimiento))(?!\w)(?! (?:after|before|between|since|antes"
    rf"|despues|to |certificate))"
    rf"(?: (?:in|en|around|about|year|ano|el|is|es))?[ :.=#-]{{0,3}}(?:in |en |el "
    rf"|the )?(?:{_MONTH},? (?:del? )?)?(?:19|20)\d\d(?!\d|-\d)"
)
_B_LABEL = re.compile(rf"(?<![\w.])b\. ?(?:[01]?\d[/.-][0-3]?\d[/.-]|{_MONTH} {_DAY},? ){_YEAR}")
_AGE_ON = re.compile(
    rf"\b(?:turn(?:s|ed|ing)?|will be|becomes|cumpl(?:e|io|ira)|va a cumplir)(?: years old"
    rf"| a)? [12]?\d(?: years? old| anos)?,? "
    rf"(?:on |el |this |next |(?:el )?dia )?(?:the )?(?:{_PART}|{_DAY} of {_MONTH})"
)
_CHILD_DATE = re.compile(
    r"\b(?:students?|child|kids?|boy|girl|son|daughter|brother|sister|baby|oldest|youngest|alumn[oa]|estudiante"
    r"|nin[oa]|hij[oa]|"
    r"herman[oa]|bebe|male|female|(?:is|age|aged|edad|tiene) 1?\d(?: years old| anos)?)[ ,:(=-]{1,3}$"
)
_LABEL = re.compile(r"\b(?:dobs?|d\.o\.b\.?|d/o/b)(?!\w)")
_EVENT_CUE = re.compile(
    r"\b(?:deadlines?|meetings?|window|workshop|webinar|training|clos(?:es?|ed)|opens?|opened|begins?|began"
    r"|starts?|started|ends?|"
    r"ended|until|through|due|by|posted|updated?|verified|dated|effective|published|version|session|conference"
    r"|reunion|taller|"
    r"fecha limite|hasta|graduat\w{1,4}|sent|since|agreement|signed|cfr|fed(?:eral|\.) reg\w{0,5}|act|law|rule"
    r"|regulation|guidance|"
    r"memo|form|rev(?:ised)?|period|report|retired|expires?|printed|approved|minutes|ceremonia|ciclo|year|award"
    r"|grant|contract|"
    r"registration|enrollment|clases|programa?|dates|issued|amended|notice|survey|certification|census|hired)\b"
)
_RECENT = re.compile(r"(?:20(?:2[4-9]|[3-9]\d)|(?<!\d)'?(?:2[4-9]|3\d))$|^20(?:2[4-9]|[3-9]\d)")


def find_dates(text: str) -> Iterator[Finding]:
    """Yield birth dates, and older full dates, in `text`, which is plain and in lower case."""
    found = [*_births(text), *_full_dates(text)]
    yield from found
    if not found:
        yield from each(_LABEL, text, Kind.DATE)


def _births(text: str) -> Iterator[Finding]:
    for pattern in (_BIRTH_PART, _BIRTH_YEAR, _B_LABEL, _AGE_ON):
        yield from each(pattern, text, Kind.BIRTH_DATE)


def _full_dates(text: str) -> Iterator[Finding]:
    for match in _FULL.finditer(text):
        yield from _full_date(text, match.start(), match.end())


def _full_date(text: str, start: int, end: int) -> Iterator[Finding]:
    event = near(_EVENT_CUE, text, start, end, 30, 20)
    around = text[max(0, start - 45) : end + 30]
    if _BIRTH_CUE.search(_PAPER_CUE.sub("", around)) or (_PAPER_CUE.search(around) and not event):
        yield Finding(start, end, Kind.BIRTH_DATE)
    elif _RECENT.search(text[start:end]) or event:
        return
    elif _CHILD_DATE.search(text[max(0, start - 20) : start]):
        yield Finding(start, end, Kind.BIRTH_DATE)
    else:
        yield Finding(start, end, Kind.DATE)
