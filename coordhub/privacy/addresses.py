"""Street addresses: where a family lives, or where an office is."""

import re
from collections.abc import Iterator

from coordhub.privacy import cues
from coordhub.privacy.findings import Finding
from coordhub.privacy.surfaces import Kind
from coordhub.privacy.whose import whose

_SUFFIX = r"(?:street|st|avenue|ave|av|road|rd|lane|ln|boulevard|blvd|highway|hwy|parkway|pkwy)"
_LOOSE_SUFFIX = (
    r"(?:drive|dr|way|court|ct|circle|cir|place|pl|trail|trl|loop|terrace|ter|path|row|run|square|sq|crossing|bend"
    r"|ridge|grove|"
    r"village|villas|estates|heights|park|pass)"
)
_NOT_IN_NAME = (
    r"(?:the|of|from|to|on|in|at|and|or|for|is|are|was|were|with|by|a|an|block|blocks|mile|miles|students?|kids?"
    r"|children|families|"
    r"parents|people|days?|weeks?|hours?|minutes?|units?|tests?|grades?|am|pm|per|this|that|we|they|need|have|el"
    r"|de la escuela|"
    r"credits?|pass|schools?|staff|sites?|counties|states?|years?|times?|more|other|new)"
)
_WORDS = rf"(?:(?!{_NOT_IN_NAME}\b)[a-z0-9][\w.'-]{{0,20}} ){{1,3}}"
_NUMBER = r"(?<![\w$#/.-])(?<!grade )(?<!unit )\d{1,6}(?:-\d{1,4}| 1/2)?[a-z]? "
_STREET = re.compile(rf"{_NUMBER}(?:(?:[nsew]|[ns][ew]|north|south|east|west)\.? )?{_WORDS}{_SUFFIX}\b(?!['’])")
_LOOSE_STREET = re.compile(rf"{_NUMBER}(?:(?:[nsew]|north|south|east|west)\.? )?{_WORDS}{_LOOSE_SUFFIX}\b")
_NUMBER_LAST = re.compile(rf"\b[a-z0-9][\w.'-]{{0,20}} {_SUFFIX}\.?,? (?:no\.?|#|number|num\.?|numero) ?\d{{1,6}}\b")
_COUNTY_ROAD = re.compile(
    r"(?<![\w$#/.-])\d{1,6}[a-z]? (?:[nsew]\.? )?(?:cr|c\.r\.|sr|fm|rm|us|m|co\.? rd|county (?:road|rd)"
    r"|state (?:road|rd|hwy|highway|route)|"
    r"farm (?:road|rd)|farm to market|ranch road|highway|hwy|route|rte|rr|rural route"
    r"|interstate)\.?[ -]?#?\d{1,4}[a-z]?\b|\brr ?#?\d{1,2},? box \d{1,5}"
)
_SPANISH = re.compile(
    r"\b(?:calle|avenida|camino|carretera|callejon|calzada|privada|andador)(?: (?!y\b|para\b|por\b"
    r"|que\b)[a-z0-9][\w.'-]{0,20}){1,3},? (?:#|no\.?|num(?:ero)?\.?)? ?\d{1,6}\b"
    r"|(?<![\w/.-])\d{1,6} (?:calle|avenida|camino|callejon|privada) [a-z0-9]\w{1,20}"
    r"|\bcalle \d{1,3},? ?(?:#|no\.?|num(?:ero)?\.?|numero)? ?\d{1,6}\b"
    r"|\bcolonia [a-z]\w{2,20}(?: \w{2,20})?,? (?:#|lote|casa|calle) ?\d{1,5}"
)
_MOTEL = re.compile(r"\b(?:motel|inn|hotel)\b[^\d\n]{0,15}(?:room|rm|cuarto|habitacion|hab|#)\.? ?#? ?\d{1,4}\b")
_DWELLING = re.compile(
    r"\b(?:(?<!a )lot|lote|trailer|traila|trailer house|mobile home|apt|apartment|apartamento|apto|depto|cabin"
    r"|cabina|bunkhouse|barrack|"
    r"barracks|casita|casa|duplex|rv space|space|spc|housing unit|camp house|dorm room|motel room|barraca"
    r"|yarda)\.?,? ?(?:#|no\.?|number|num\.?|numero)? ?"
    r"(?:\d{1,4}-?[a-z]?|(?<=[t#r.] )[b-hj-np-z])\b(?! ?(?:of|to|for|days?|weeks?|hours?|kids?|students?|children"
    r"|seats?|people|vans?|%|years?|miles?))"
)
# Whatever the street is called: "lives at 301 Ave C", "viven en el 415 Palm".
_LIVES_AT = re.compile(
    r"\b(?:(?:liv(?:es?|ed|ing)|stay(?:s|ed|ing)?|resid(?:es?|ing)|rent(?:s|ing)?|(?:house|trailer|home|apartment"
    r"|camp|place) is|"
    r"(?:family|they|she|he|mom|dad|kids) (?:just )?moved|sleep(?:s|ing)?|moved in) (?:at|to|into|on|in|now at)|"
    r"viv(?:en?|ia|ian|iendo) en(?: el)?|se quedan? en(?: el)?|se mud(?:o|aron) al?(?: el)?|moved into"
    r"|casa esta en(?: el)?|"
    r"(?:home|family|new|current) address(?: is)?|address (?:of the family|is)|direccion (?:es"
    r"|de la familia)(?: es)?)[: ]{1,3}"
    r"(?:\d{2,6}(?: 1/2)?,? (?:[nsew]{1,2}\.? )?(?!(?:students?|kids|children|families|other|different|more|miles?"
    r"|days?|weeks?|months?|"
    r"years?|camps?|percent|hours?|people|workers|min(?:utes)?|farms?|counties|sites|units|am|pm|in|and|or)\b)[a-z0-9]"
    r"|(?:unit|room|#) ?#?\d)"
)
_PO_BOX = re.compile(r"\b(?:p\.? ?o\.? ?box|apartado(?: postal)?|po box) ?#? ?\d{1,6}\b")
_LABELLED = re.compile(
    r"\b(?:home|street|mailing|physical|current|new|residential|family|family's|their|her|his"
    r"|casa) address(?: of the family| is| de)?[^\d\n]{0,12}\d{1,6} \w"
    r"|\b(?:domicilio|direccion (?:de|de la|del) (?:famili\w{1,2}|casa|mama|papa|alumn[oa]|nin[oa]"
    r"|estudiante))[^\d\n]{0,15}\d{1,6}\b"
)
_CUES = re.compile(
    rf"(?<![\w@])(?:(?P<office>{cues.NOT_A_FAMILY}|building [a-z0-9]{{1,2}}|room \d{{1,4}}|(?:{cues.STAFF}"
    rf"|{cues.WORKPLACE})(?:'s|s')?)"
    rf"|(?P<family>(?:{cues.PERSON}|{cues.FAMILY})(?:'s|s')?"
    r"|liv(?:es?|ed|ing)|stay(?:s|ed|ing)?|resid(?:es?|ing|ence)|rent(?:s|ed|ing)?|dwell\w{0,3}|viv(?:en?|ia|ian"
    r"|iendo|imos)|"
    r"se quedan?|domicilio|apartments?|sleeps?|(?:they|he|she|kids|family)(?:'re| are|'s| is)(?: now"
    r"| still)? (?:at|in|on)|their (?:house|home|address|mail|trailer|apartment|place|camp)|house|casa|labor camp"
    r"|camp|trailer|home address|housing|"
    r"home|drop(?:ped)? (?:them|him|her) off|pick (?:them|him|her) up|theirs|renta|rentan)"
    r"|(?P<weak>moved|moving|new address|address is|direccion|address|her|his|their|su|sus|them|him))(?!\w)"
)


def find_addresses(plain: str, text: str) -> Iterator[Finding]:
    """Yield addresses in `text`, the lower case of `plain`; a home is a hard finding, an office none."""
    for pattern in (_LABELLED, _LIVES_AT, _DWELLING):
        for match in pattern.finditer(text):
            if _owner(text, match) != "office":
                yield Finding(match.start(), match.end(), Kind.HOME_ADDRESS)
    for pattern in (_STREET, _NUMBER_LAST, _COUNTY_ROAD, _SPANISH, _MOTEL, _PO_BOX):
        for match in pattern.finditer(text):
            yield from _street(text, match)
    for match in _LOOSE_STREET.finditer(text):
        name, suffix = plain[match.start() : match.end()].split()[-2:]
        # "22 Ranch Way", but not "two parents drive"; in lower case only where somebody lives.
        written_as_a_name = suffix[0].isupper() and name.istitle()
        if written_as_a_name or _owner(text, match) in ("family", "weak"):
            yield from _street(text, match)


def _street(text: str, match: re.Match[str]) -> Iterator[Finding]:
    owner = _owner(text, match)
    if owner in ("family", "weak"):
        yield Finding(match.start(), match.end(), Kind.HOME_ADDRESS)
    elif owner is None:
        yield Finding(match.start(), match.end(), Kind.ADDRESS)


def _owner(text: str, match: re.Match[str]) -> str | None:
    return whose(_CUES, text, *match.span(), before=50, after=30)
