"""Numbers that identify a child: Social Security, A-number, MSIX ID, the numbers of schools and agencies.

Patterns read the plain text in lower case. No repetition is open, so a long text costs no more than its length.
"""

import re
from collections.abc import Iterator

from coordhub.privacy.findings import Finding, each
from coordhub.privacy.surfaces import Kind

# SSA: area numbers 000 and 666, group 00 and serial 0000 were never given out; 9xx are taxpayer numbers (ITIN).
_SSN_SHAPE = re.compile(
    r"(?<!\d)(?<!\d[ .-])(?<!\d - )(?!000|666)\d{3}(?: ?[-.–/_] ?| )(?!00)\d{2}(?: ?[-./_] ?"
    r"| )(?!0000)\d{4}(?![\d-]|[ .]\d)"
)
_SSN_MASKED = re.compile(r"(?<![\w*])[x*#]{3}[- ]?[x*#]{2}[- ]?\d{4}\b")
_SSN_LABEL = (
    r"\b(?:ssn?s?\b|s\.s\.n?\.?|itin\b|soc(?:ial)?\.? ?sec(?:urity)?\b\.?|tax ?id\b|socials?\b(?! (?:studies|work"
    r"|worker|emotional|media|skills))|"
    r"social (?:no|num|number|#)|seguro(?: social)?\b|nss\b)"
)
_SSN_LABELLED = re.compile(_SSN_LABEL + r"[^\d\n]{0,30}\d(?:[-. /]{0,3}\d){8}(?!\d)")
_SSN_END = re.compile(
    r"\b(?:last|ultim[oa]s)(?: the)? ?(?:4|four|cuatro)(?: digits?| digitos?| numeros?)?(?: of| de| del)?[^\d\n]{0,20}"
    + _SSN_LABEL[2:]
    + r"[^\d\n]{0,15}\d{4}\b|"
    + _SSN_LABEL
    + r"[^\d\n]{0,15}(?:last ?(?:4|four)|end(?:s|ing)|ultim[oa]s|termina)[^\d\n]{0,15}\d{4}\b"
    r"|\blast (?:4|four)(?: digits?)?(?: of| of the| from)? social[^\d\n]{0,12}\d{4}\b"
)
_A_NUMBER = re.compile(
    r"(?<![\w'])a(?:[- #]|- ?#| ?# ?)?(?:\d{8,9}|\d{3}[- .]\d{3}[- .]\d{3}|\d{2}[- ]\d{3}[- ]\d{3})(?!\d|[- ]\d)"
    r"|\b(?:alien|uscis|extranjer[oa]|green ?card|residente|i-?94|ead|work permit|permiso de trabajo|a ?-?#|"
    r"a[- ]?(?:number|num|no\.)(?! of)|(?:numero|number|no\.) a|immigration|migra(?:cion)?"
    r"|visa)(?!\w)[^\d\n]{0,25}\d(?:[-. ]?\d){6,8}(?!\d|[-. ]\d)"
    r"|\bi-?94\b[^\d\n]{0,25}\d{9}[\da-z]\d(?!\d)|\b(?:src|lin|eac|wac|ioe|msc|nbc|ysc)[- ]?\d{10}\b"
)
_RUN = r"\d(?:[ -]?\d){6,18}(?!\d)"
_MSIX_LABELLED = re.compile(
    rf"\bmsix(?:[^\w\n]{{0,4}}(?:id|number|no|num|numero|identif\w{{2,9}}|student|record|child"
    rf"|#)s?\b){{0,3}}[^\w\n]{{0,5}}"
    rf"(?:(?:is|are|es|son|of|de|for|was)\W{{1,3}})?(?:\w{{1,9}} ){{0,2}}#?({_RUN})"
    rf"|\bmsix[ _-]?(?:id|number|no|num|#)s?\W{{0,4}}(?:is |are |es )?\d{{5,}}"
    rf"|\b(?:ids?|numbers?|numeros?|no\.?|#) (?:in|en|of|from|de|del|for) (?:the )?msix[^\d\n]{{0,15}}{_RUN}"
    rf"|\b(?:id|numero) (?:de )?msix[^\d\n]{{0,10}}\d{{5,}}|\busid\W{{0,4}}{_RUN}"
)
_DATE_LIKE = re.compile(
    r"(?:19|20)\d\d[- ]\d\d(?:[- ]\d\d)?(?:\b|$)|1?[- ]?8\d\d[- ]\d{3}[- ]\d{4}$|\d{3}[- ]\d{3}[- ]\d{4}$"
)
_LONG_NUMBER = re.compile(
    r"(?<![\w+.$])\d{11,19}(?!\w)|(?<![\w+/.$])(?<!\d[- ])(?:\d{4}([ -])\d{4}\1\d{2,4}"
    r"|\d{3} \d{3} \d{3} \d{3})(?![\w/]|[ -]\d)"
)
_TEN = re.compile(r"(?<![\w+.$-])(?:[01]\d{9}|\d{3}[01]\d{6})(?![\w-]|\.\d)")
_NINE = re.compile(r"(?<![\w+.$-])(?!000|666)\d{9}(?![\w-]|\.\d)")
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,300}")
_NEW_THOUGHT = re.compile(r"[.;!?] |\n|\d{8}[,:)]? ")
# What makes a long number an innocent one: a word anywhere before it, or the label right before it.
_OTHER_NUMBER = re.compile(
    r"\b(?:track(?:ing|ed)?|ups|fed ?ex|usps|dhl|isbn(?:-1[03])?|invoice|factura|purchase order|p\.?o\.? ?#|zoom"
    r"|webinar|"
    r"meeting|teams|dial(?:-in)?|passcode|conference id|nces|ceeb|upc|barcode|duns|f?ein|uei|account|routing"
    r"|confirmation|"
    r"paquete|envio|guia|parcel|shipment|package|toner|serial|ticket)\b"
)
_LABELLED_OTHER = re.compile(
    r"\b(?:course|grant|award|budget|contract|campus|district|order|po|item|catalog|vendor|code|codigo|curso|fips|zip|"
    r"leaid|site|school|form|version|call|control|docket|federal register|url|template|batch|file|serves?|served"
    r"|allocated|"
    r"fund|funding|amount|total|usd|million|spent|received|reference)"
    r"(?: (?:code|number|no|num|id|amount|of|is|about|de|system|line))?s?\W{0,4}$"
)
_CODE = r"(?:ids?\b|i\.d\.|identif\w{2,9}|numbers?\b|num\b|nos?\b|nbr\b|numero\b|#|pin\b|card\b|tarjeta\b)\.?"
_OF_CHILD = (
    r"(?:student|stu|stdnt|pupil|state|local|school|lunch|cafeteria|testing|perm(?:anent)?|uniq(?:ue)?|medicaid"
    r"|chip|medicare|health"
    r"|medi-?cal|insurance|policy|peims|tsds|ngs|mis2000|coe|driver'?s? licen[sc]e|licen[sc]e|passport|alumn[oa]"
    r"|estudiante|nino|nina|"
    r"child|kid|patient|member|case|birth certificate)"
)
_LABELLED_ID = re.compile(
    rf"\b{_OF_CHILD}(?:'?s)?[ -]?(?:state |student |testing |unique )?{_CODE}(?: ?{_CODE})?[^\w\n]{{0,4}}(?:(?:it"
    rf"|which|that|this) )?(?:is |es |was |=)?[^\w\n]{{0,3}}"
    r"(?!1?[-. ]?\d{3}[-. ]\d{3}[-. ]\d{4})[a-z]{0,3}-?\d[\d-]{3,16}"
    r"|\b(?:ssid|uic|fleid|sasid|lasid|curp|passport|pasaporte|matricula|medicaid|peims|tsds|ngs|dl|licen[sc]e"
    r"|licencia|s\.?id|stuid|visa no|gtid|nysid|"
    rf"fte id|cedula|ine|rfc|folio|expediente)\b\W{{0,4}}(?:{_CODE})?\W{{0,4}}(?:is |es )?[a-z]{{0,3}}\d[\d-]{{4,16}}"
    rf"|\b(?:district (?:student )?ids?|numero de (?:identificacion|control)|id escolar|clave (?:unica"
    rf"|escolar))\b[^\w\n]{{0,4}}(?:{_CODE} ?)?(?:is |es )?[a-z]{{0,3}}\d[\d-]{{3,16}}"
    rf"|\b{_CODE} (?:de |del |de la )?(?:estudiante|alumn[oa]|matricula|seguro medico|medicaid|pasaporte|licencia"
    rf"|nin[oa]|curp)"
    r"[^\d\n]{0,10}\d[\d-]{3,16}"
    rf"|\b(?:his|her|their|su|kid's|child's) (?:id|number|numero) (?:is |es |# ?)?\d{{4,9}}(?!\d|[- ]\d)"
)
_CURP = re.compile(r"\b[a-z]{4}\d{6}[hm][a-z]{5}[a-z0-9]\d\b")
_BARE_ID = re.compile(
    r"\bid(?: number| no\.?| num)?\W{0,3}(?:is |es |= ?)?\d{6,10}(?!\d|[- ]\d)"
    r"|\bid (?:number|no\.?|num)(?! of the)[^\d\n]{1,30}\d{5,10}(?!\d|[- ]\d)"
)


def find_numbers(text: str) -> Iterator[Finding]:
    """Yield the numbers of a person in `text`, which is plain and in lower case."""
    yield from each(_SSN_SHAPE, text, Kind.SSN)
    yield from each(_SSN_MASKED, text, Kind.SSN)
    yield from each(_SSN_LABELLED, text, Kind.SSN)
    yield from each(_SSN_END, text, Kind.SSN)
    yield from each(_A_NUMBER, text, Kind.A_NUMBER)
    yield from each(_CURP, text, Kind.STUDENT_ID)
    yield from each(_LABELLED_ID, text, Kind.STUDENT_ID)
    for match in _MSIX_LABELLED.finditer(text):
        if not (match[1] and _DATE_LIKE.match(match[1])):
            yield Finding(match.start(), match.end(), Kind.MSIX_ID)
    # The number of an article or a video call in a link is nobody's; one in a link into MSIX is.
    unlinked = _WEB_ADDRESS.sub(lambda link: link[0] if "msix" in link[0] else "", text)
    for pattern, kind in (
        (_LONG_NUMBER, Kind.MSIX_ID),
        (_TEN, Kind.MSIX_ID),
        (_NINE, Kind.SSN),
        (_BARE_ID, Kind.STUDENT_ID),
    ):
        yield from _unlabelled(pattern, unlinked, kind)


def _unlabelled(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        before = _NEW_THOUGHT.split(text[max(0, match.start() - 60) : match.start()])[-1]
        if not (_OTHER_NUMBER.search(before) or _LABELLED_OTHER.search(before)):
            yield Finding(match.start(), match.end(), kind)
