"""Street addresses: where a family lives, or where an office is."""

import re
from collections.abc import Iterator

from coordhub.privacy import cues
from coordhub.privacy.findings import Finding
from coordhub.privacy.surfaces import Kind

_SUFFIX = r"(?:street|st|avenue|ave|av|road|rd|lane|ln|boulevard|blvd|highway|hwy|parkway|pkwy)"
_LOOSE_SUFFIX = (
    r"(?:drive|dr|way|court|ct|circle|cir|place|pl|trail|trl|loop|terrace|ter|path|row|run|square|sq|crossing|bend|ridge|grove|"
    r"village|villas|estates|heights|park|pass)"
)
_NOT_IN_NAME = (
    r"(?:the|of|from|to|on|in|at|and|or|for|is|are|was|were|with|by|a|an|block|blocks|mile|miles|students?|kids?|children|families|"
    r"parents|people|days?|weeks?|hours?|minutes?|units?|tests?|grades?|am|pm|per|this|that|we|they|need|have|el|de la escuela|"
    r"credits?|pass|schools?|staff|sites?|counties|states?|years?|times?|more|other|new)"
)
_WORDS = rf"(?:(?!{_NOT_IN_NAME}\b)[a-z0-9][\w.'-]{{0,20}} ){{1,3}}"
_NUMBER = r"(?<![\w$#/.-])(?<!grade )(?<!unit )\d{1,6}(?:-\d{1,4})?[a-z]? "
_STREET = re.compile(rf"{_NUMBER}(?:(?:[nsew]|[ns][ew]|north|south|east|west)\.? )?{_WORDS}{_SUFFIX}\b(?!['’])")
_LOOSE_STREET = re.compile(rf"{_NUMBER}(?:(?:[nsew]|north|south|east|west)\.? )?{_WORDS}{_LOOSE_SUFFIX}\b")
_NUMBER_LAST = re.compile(rf"\b[a-z0-9][\w.'-]{{0,20}} {_SUFFIX}\.?,? (?:no\.?|#|number|num\.?|numero) ?\d{{1,6}}\b")
_COUNTY_ROAD = re.compile(
    r"(?<![\w$#/.-])\d{1,6}[a-z]? (?:[nsew]\.? )?(?:cr|c\.r\.|sr|fm|rm|us|m|co\.? rd|county (?:road|rd)|state (?:road|rd|hwy|highway|route)|"
    r"farm (?:road|rd)|farm to market|ranch road|highway|hwy|route|rte|rr|rural route|interstate)\.?[ -]?#?\d{1,4}[a-z]?\b|\brr ?#?\d{1,2},? box \d{1,5}"
)
_SPANISH = re.compile(
    r"\b(?:calle|avenida|camino|carretera|callejon|calzada|privada|andador)(?: (?!y\b|para\b|por\b|que\b)[a-z0-9][\w.'-]{0,20}){1,3},? (?:#|no\.?|num(?:ero)?\.?)? ?\d{1,6}\b"
    r"|(?<![\w/.-])\d{1,6} (?:calle|avenida|camino|callejon|privada) [a-z0-9]\w{1,20}"
    r"|\bcalle \d{1,3},? ?(?:#|no\.?|num(?:ero)?\.?|numero)? ?\d{1,6}\b|\bcolonia [a-z]\w{2,20}(?: \w{2,20})?,? (?:#|lote|casa|calle) ?\d{1,5}"
)
_MOTEL = re.compile(r"\b(?:motel|inn|hotel)\b[^\d\n]{0,15}(?:room|rm|cuarto|habitacion|hab|#)\.? ?#? ?\d{1,4}\b")
_DWELLING = re.compile(
    r"\b(?:(?<!a )lot|lote|trailer|traila|trailer house|mobile home|apt|apartment|apartamento|apto|depto|cabin|cabina|bunkhouse|barrack|"
    r"barracks|casita|casa|duplex|rv space|space|spc|housing unit|camp house|dorm room|motel room|barraca|yarda)\.?,? ?(?:#|no\.?|number|num\.?|numero)? ?"
    r"(?:\d{1,4}-?[a-z]?|(?<=[t#r.] )[b-hj-np-z])\b(?! ?(?:of|to|for|days?|weeks?|hours?|kids?|students?|children|seats?|people|vans?|%|years?|miles?))"
)
_PO_BOX = re.compile(r"\b(?:p\.? ?o\.? ?box|apartado(?: postal)?|po box) ?#? ?\d{1,6}\b")
_LABELLED = re.compile(
    r"\b(?:home|street|mailing|physical|current|new|residential|family|family's|their|her|his|casa) address(?: of the family| is| de)?[^\d\n]{0,12}\d{1,6} \w"
    r"|\b(?:domicilio|direccion (?:de|de la|del) (?:famili\w{1,2}|casa|mama|papa|alumn[oa]|nin[oa]|estudiante))[^\d\n]{0,15}\d{1,6}\b"
)
_CUES = re.compile(
    rf"(?<![\w@])(?:(?P<office>{cues.NOT_A_FAMILY}|building [a-z0-9]{{1,2}}|room \d{{1,4}}|(?:{cues.STAFF}|{cues.WORKPLACE})(?:'s|s')?)"
    rf"|(?P<family>(?:{cues.PERSON}|{cues.FAMILY})(?:'s|s')?"
    r"|liv(?:es?|ed|ing)|stay(?:s|ed|ing)?|resid(?:es?|ing|ence)|rent(?:s|ed|ing)?|dwell\w{0,3}|viv(?:en?|ia|ian|iendo|imos)|"
    r"se quedan?|domicilio|apartments?|sleeps?|(?:they|he|she|kids|family)(?:'re| are|'s| is)(?: now| still)? (?:at|in|on)|their (?:house|home|address|mail|trailer|apartment|place|camp)|house|casa|labor camp|camp|trailer|home address|housing|"
    r"home|drop(?:ped)? (?:them|him|her) off|pick (?:them|him|her) up|theirs|renta|rentan)"
    r"|(?P<weak>moved|moving|new address|address is|direccion|address|her|his|their|su|sus|them|him))(?!\w)"
)


def find_addresses(plain: str, text: str) -> Iterator[Finding]:
    """Yield addresses in `text`, the lower case of `plain`; a home is a hard finding, an office none."""
    for match in _LABELLED.finditer(text):
        if _whose(text, match.start(), match.end()) != "office":
            yield Finding(match.start(), match.end(), Kind.HOME_ADDRESS)
    dwellings = [match.span() for match in _DWELLING.finditer(text)]
    for start, end in dwellings:
        owner = _whose(text, start, end)
        if owner != "office":
            yield Finding(start, end, Kind.HOME_ADDRESS)
    for pattern in (_STREET, _NUMBER_LAST, _COUNTY_ROAD, _SPANISH, _MOTEL, _PO_BOX):
        for match in pattern.finditer(text):
            yield from _street(text, match)
    for match in _LOOSE_STREET.finditer(text):
        written = plain[match.start() : match.end()].split()
        owner = _whose(text, match.start(), match.end())
        if owner in ("family", "weak") or written[-1][0].isupper() and written[-2][0].isupper() and not written[-2].isupper():
            yield from _street(text, match)


def _street(text: str, match: re.Match[str]) -> Iterator[Finding]:
    owner = _whose(text, match.start(), match.end())
    if owner in ("family", "weak"):
        yield Finding(match.start(), match.end(), Kind.HOME_ADDRESS)
    elif owner is None:
        yield Finding(match.start(), match.end(), Kind.ADDRESS)


def _whose(text: str, start: int, end: int) -> str | None:
    near: dict[str, int] = {}
    for match in _CUES.finditer(text, max(0, start - 50), start):
        near[match.lastgroup or ""] = start - match.end()
    for match in _CUES.finditer(text, end, end + 30):
        far = match.start() - end + 8
        near[match.lastgroup or ""] = min(far, near.get(match.lastgroup or "", far))
    office, family = near.get("office"), near.get("family")
    if family is not None and (office is None or family < office):
        return "family"
    if office is not None:
        return "office"
    return "weak" if "weak" in near else None
