"""Facts about a child: health, immigration status, disability; counts so small that somebody can be recognized."""

import re
from collections.abc import Iterator

from coordhub.privacy.findings import Finding, each
from coordhub.privacy.surfaces import Kind, Surface
from coordhub.privacy.word_lists import place_at

_HEALTH = re.compile(
    r"\b(?:asthma\w{0,3}|diabet\w{0,4}|epilep\w{0,4}|seizures?|pregnan\w{0,3}|allerg\w{0,4}|hiv|aids"
    r"|tubercul\w{0,4}|depress\w{0,4}|"
    r"(?:positive for|has|had|with|have) tb|active tb|suicid\w{0,3}|cancer|leukemia|leucemia|tumor|medicat\w{0,4}"
    r"|insulina?|inhaler|surgery|surgeries|operat(?:ed on|ion on)|"
    r"diagnos\w{0,4}|asma|asmatic[oa]|embaraz\w{0,4}|alergi\w{0,3}|convulsi\w{0,5}|enferm(?:edad\w{0,2}|o|a de)"
    r"|medicinas?|covid|lice|"
    r"piojos|anxiety|ansiedad|depresi\w{0,3}|cirugia|cancer|cuts? (?:herself|himself|themselves)|self[- ]harm"
    r"|rehab|overdose|"
    r"addict\w{0,3}|drogas|alcoholi\w{0,3}|hepatitis|anemia|anemic|heart (?:condition|disease|surgery)|kidney"
    r"|miscarr\w{0,4}|"
    r"hospitali[sz]\w{0,4}|hospitalizad[oa]|chronic(?:ally)? (?:ill|condition|disease)|mental(?:ly)? ill\w{0,4}"
    r"|ptsd|trauma(?:tized)?|"
    r"counseling for|therapy for|abus(?:ed|ive)|molest\w{0,4}|rape\w{0,2}|sick with|on meds|her meds|his meds"
    r"|psychiatr\w{0,4}|bipolar|"
    r"chemo\w{0,7}|transplant|malnourish\w{0,2}|desnutri\w{0,4}|std|sti|lupus|migraines?|scoliosis|measles"
    r"|sarampion|chickenpox|varicela)\b"
)
# A subject of study or of policy, about nobody: "citizenship class", "H-2A season", "resources on depression".
_TOPIC_AFTER = re.compile(
    r"(?:'s|s|')?,? (?:class(?:es)?|courses?|training|webinars?|resources?|materials?|season|questions?|workers?"
    r"|employers?|"
    r"contracts?|rules?|policy|policies|laws?|awareness|lessons?|screenings?|education|information|flyers?|data"
    r"|kits?|gift|"
    r"counts?|reporting|statistics|prevention|curriculum|requirements?|ceremony|test (?:prep|for staff)|grade \d)\b"
)
_TOPIC_BEFORE = re.compile(
    r"\b(?:(?:training|webinars?|resources?|materials?|lessons?|flyers?|rules?|guidance|workshop|session"
    r"|questions?|information|"
    r"policy|statistics|presentation|clases?|curso|taller|tema) (?:on|about|for|of|de|sobre) (?:[a-z]{2,12} and )?|"
    r"(?:students|children|youth|people) with |count (?:of )?|civics and |classes? (?:for|on) |prevent )$"
)
_IMMIGRATION = re.compile(
    r"\b(?:undocumented|indocumentad[oa]s?|illegals?(?! (?:characters?|value|format|operation))|illegally|visas?"
    r"|h-?2a|green ?cards?|asylum|asilo|asilad[oa]s?|daca|"
    r"deport\w{0,6}|citizens?(?:hip)?|ciudadan\w{0,3}|immigra(?:tion|nt) (?:status|papers|case|court|hearing|judge"
    r"|attorney|lawyer)|"
    r"(?:sin|no tienen?|sus|arreglando|arreglar|con) (?:papeles|documentos)|no papers(?! (?:from|for|yet))"
    r"|without papers|has papers|have papers|"
    r"ice (?:raids?|detain\w{0,3}|picked|took|arrest\w{0,3}|custody|agents?|came)|(?:by|with|from) ice\b(?! cream)|"
    r"detained|detention|detenid[oa]s?|la migra|refugees?|refugiad[oa]s?|"
    r"(?:estatus|status|situacion) migratori[oa]|work permit|permiso de trabajo|cross(?:ed|ing) the border"
    r"|cruz(?:o|aron|ar) la (?:frontera|linea)|unaccompanied|"
    r"no acompanad[oa]s?|orr (?:release|shelter|sponsor)|orr|mixed[- ]status|parole(?:d|e)?|tps|legal status"
    r"|lawful\w{0,2} (?:status|resident)|"
    r"permanent residents?|residencia permanente|naturaliz\w{0,4}|removal (?:order|proceedings)|u-visa|coyote"
    r"|smuggl\w{1,3}|overstayed)\b"
)
_DISABILITY = re.compile(
    r"\b(?:ieps?|504(?: plan| accommodations?| student|$|[.,;])|special ed(?:ucation)?|sped|disabilit\w{0,3}"
    r"|disabled|handicap\w{0,4}"
    r"|autis\w{0,3}|adhd|tdah|dyslexi\w|dislexia|"
    r"down'?s? syndrome|sindrome de down|wheelchair|silla de ruedas|deaf|blind|speech (?:therapy|delay"
    r"|impair\w{0,4})|discapacidad\w{0,2}|"
    r"discapacitad[oa]s?|educacion especial|sord[oa]s?|(?:es|nacio) mud[oa]|sordomud[oa]s?|cieg[oa]s?"
    r"|cerebral palsy|paralisis|hearing (?:aids?|loss|impair\w{0,4})|"
    r"developmental(?:ly)? delay\w{0,2}|intellectual(?:ly)? (?:disab\w{0,6}|delay\w{0,2})|retard\w{0,5}"
    r"|learning disab\w{0,6}|asperger\w{0,2}|non-?verbal|ld student|"
    r"emotional(?:ly)? disturb\w{0,4}|bip|behavior plan|paraplegic|prosthe\w{0,4})\b"
)
_STATUS = ((_HEALTH, Kind.HEALTH), (_IMMIGRATION, Kind.IMMIGRATION), (_DISABILITY, Kind.DISABILITY))
_FEW = (
    r"(?:[1-9]|one|two|three|four|five|six|seven|eight|nine|un[ao]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|"
    r"a couple(?: of)?|a few|single|un par de)"
)
_PEOPLE = (
    r"(?:child(?:ren)?|kids?|kiddos?|students?|youths?|famil(?:y|ies)|boys?|girls?|seniors?|siblings?|brothers?"
    r"|sisters?|twins?|osy|teens?|"
    r"toddlers?|bab(?:y|ies)|preschoolers?|minors?|nin[oa]s?|alumn[oa]s?|familias?|estudiantes?|jovenes|herman[oa]s?|"
    r"hij[oa]s?|hogares|households?|mothers?|moms?|[a-z0-9]{2,5} graders?)"
)
_SMALL_COUNT = re.compile(
    rf"(?<![\w.%/-])(?<!\bin )(?<!grade )(?<!grades ){_FEW}(?: (?!of\b|grades? [k\d]|to\b|in\b|or\b|and\b|units?\b"
    rf"|recruiters?|staff|schools|sites?|programs?)[\w-]{{1,14}}){{0,2}} {_PEOPLE}\b"
    rf"|\b(?:family|familia) (?:of|de) {_FEW}(?![\w%])"
    rf"|(?<!can )(?<!may )(?<!does )(?<!should )(?<!when )(?<!if )(?<!example )\ba (?:[\w-]{{1,12}} )?"
    r"(?:family|brother|sister|boy|girl|kid|child|single mother|single mom|father with|mother with)\b(?! (?:may"
    r"|can|could|must|liaison|center|night|who))"
)
_COUNTY = re.compile(
    r"\b(?:[A-Z][\w.']{1,20} ){1,3}(?:County|county|Co\.|Co\b|Cnty|COUNTY|Parish|Borough)|\b(?:[Cc]ondado"
    r"|CONDADO) de [A-Za-z]\w+|\bCounty of [A-Z]\w+"
    r"|\b(?:in|from|to|at|near) [a-z]{3,15} (?:county|co\b|cnty)"
)
_ONE_CHILD = re.compile(
    r"\b(?<!can )(?<!may )(?<!does )(?<!should )(?:a|an|one|the|un|una|my|our|this"
    r"|single) (?:[\w-]{1,12} ){0,3}(?:student|child|kid|boy|girl|senior|junior|sophomore|"
    r"freshman|youth|teen|graders?|alumn[oa]|nin[oa]|joven)\b(?!s)(?! (?:may|can|could|must|enrollment|services))"
)
_GRADE = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th) ?-?grade(?:r|rs)?|grade \d{1,2}|gr\.? ?\d{1,2}|kindergarten(?:er)?|grado|senior"
    r"|junior|sophomore|freshman|"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth) grade\w{0,2})\b"
)
# A question to everybody is about nobody: "How do you serve students who are undocumented?"
_ASKS_ALL = re.compile(
    r"[ ¿]{0,2}(?:how (?:do|does|should|can|many|much)|do (?:you|states|h-?2a|other|we)|does (?:your|any)"
    r"|what (?:do|does|is|are)|which|who (?:has|uses|runs)|"
    r"any(?:one|body)?\b|has any|is there|are there|como (?:cuentan|manejan|hacen)|alguien"
    r"|que hacen)(?!.{0,200}\b(?:my|our|his|her|this|he|she|mi|the (?:student|child|boy|girl|senior|youth|mother"
    r"|father|family)) )[^\n]{0,400}\?"
)
_TO_A_PLACE = re.compile(r"\b(?:in|from|to|at|near|around|outside|en|de|a|desde|hasta|IN|FROM|TO|EN) (?=[A-Z])")


def find_facts(plain: str, text: str, surface: Surface) -> Iterator[Finding]:
    """Yield facts about somebody in `text`, the lower case of `plain`; counts on open surfaces only."""
    if surface == Surface.PRIVATE:
        yield from _status(text)
        return
    if not _ASKS_ALL.match(text):
        yield from _status(text)
    county = _COUNTY.search(plain) is not None or _names_a_place(plain, counties_only=True)
    if county:
        yield from each(_SMALL_COUNT, text, Kind.SMALL_COUNT)
    if _GRADE.search(text) and (county or _names_a_place(plain, counties_only=False)):
        yield from each(_ONE_CHILD, text, Kind.ONE_CHILD)


def _status(text: str) -> Iterator[Finding]:
    for pattern, kind in _STATUS:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 40) : match.start()]
            if not (_TOPIC_AFTER.match(text, match.end()) or _TOPIC_BEFORE.search(before)):
                yield Finding(match.start(), match.end(), kind)


def _names_a_place(plain: str, *, counties_only: bool) -> bool:
    return any(place_at(plain, match.end(), counties_only=counties_only) for match in _TO_A_PLACE.finditer(plain))
