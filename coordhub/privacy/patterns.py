"""The patterns of the scanner. All are linear: no nested repetition, so that long texts cost no more than their length."""

import re

MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|"
    r"diciembre)"
)
YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
FULL_DATE = re.compile(
    rf"(?<![\d/.-])(?:\d{{1,2}}[/.\-]\d{{1,2}}[/.\-](?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d-\d{{1,2}}-\d{{1,2}}"
    rf"|{MONTHS}\.? \d{{1,2}}(?:st|nd|rd|th)?,? {YEAR}|\d{{1,2}}(?: de)? {MONTHS}\.?(?: de)?,? {YEAR})(?![\d/-])",
    re.I,
)
BIRTH_CUE = re.compile(
    r"\b(?:dob|d\.o\.b\.?|born|birth ?days?|birth ?dates?|date of birth|fecha de nac(?:imiento|\.)?|f\. ?nac\.?|naci[oó]|"
    r"nacid[oa]|cumplea[nñ]os|turn(?:s|ed|ing)|cumple|cumpli[oó]|nacimiento)\b",
    re.I,
)
DOB_LABEL = re.compile(r"\b(?:dob|d\.o\.b|date of birth|fecha de nacimiento)\b", re.I)
# SSA: area numbers 000, 666 and 900-999, group 00 and serial 0000 were never given out.
SSN_SHAPE = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}[- .]\d{2}[- .]\d{4}(?![\d-])")
SSN_LABELLED = re.compile(
    r"\b(?:ssn|ss#|social security|soc\.? sec\.?|seguro social)[^\d\n]{0,25}\d{3}[- .]?\d{2}[- .]?\d{4}\b", re.I
)
A_NUMBER = re.compile(
    r"\bA[- ]?#?(?:\d{8,9}|\d{3}[- ]\d{3}[- ]\d{3})\b|\b(?:alien|uscis)(?: number| no\.?| #)?[^\d\n]{0,10}\d{7,9}\b"
)
MSIX_LABELLED = re.compile(r"\bmsix(?:[ -]?ids?| number| no\.?| #|#)?[^\d\n]{0,12}\d[\d -]{5,16}\d", re.I)
LONG_NUMBER = re.compile(r"(?<![\d\-+/.])\d{11,12}(?![\d\-/])")
STUDENT_ID = re.compile(
    r"\b(?:student|state|district|medicaid|testing|lunch|alumn[oa]|estudiante)(?:['’]s)? ?(?:id|i\.d\.|number|no\.?|#|"
    r"n[uú]mero)s?(?: number| no\.?)?(?: is| es)?[ :#]{0,3}[a-z]{0,3}\d[\d-]{3,14}|\bcurp\b[ :]{0,3}[a-z]{4}\d{6}\w{0,8}|"
    r"\b[A-Z]{4}\d{6}[HM][A-Z]{5}\w\d\b",
    re.I,
)
PHONE = re.compile(r"(?<![\d-])(?:\+?1[-. ]?)?\(?[2-9]\d{2}\)?[-. ]{1,2}\d{3}[-. ]\d{4}(?![\d-])")
OFFICE_CUE = re.compile(
    r"\b(?:office|school|district|desk|fax|ext\.?|extension|main line|agency|program|center|registrar|counselor|"
    r"department|hotline|front desk|oficina|escuela|distrito|programa|director|coordinator|recruiter|our|my number)\b",
    re.I,
)
FAMILY_CUE = re.compile(
    r"\b(?:mom|mother|mama|mam[aá]|dad|father|pap[aá]|parents?|famil(?:y|ia)|guardian|cell|home|aunt|uncle|grandmother|"
    r"madre|padre|t[ií]a|abuela|celular|casa|her|his|their|whatsapp)\b",
    re.I,
)
STREET = re.compile(
    r"\b\d{1,6}(?: [NSEW]\.?| north| south| east| west)? (?:[A-Z0-9][\w.'’]{0,20} ){1,4}"
    r"(?:st|street|ave|avenue|rd|road|ln|lane|dr|drive|blvd|boulevard|ct|court|hwy|highway|way|trl|trail|cir|circle|pl|place)\b\.?"
    r"|\b(?:lot|space|trailer|apt|apartment|cabin|bldg) ?#? ?\d{1,5}\b|\b(?:calle|avenida|camino) [A-Z]\w{2,20} \d{1,6}\b",
    re.I,
)
LIVING_CUE = re.compile(
    r"\b(?:lives?|living|stays?|staying|moved (?:to|in)|home|reside?s?|trailer|camp|address is|vive[n]?|viviendo|"
    r"domicilio|direcci[oó]n|se queda[n]?|famil(?:y|ia))\b",
    re.I,
)
CHILD_CUE = (
    r"(?:student|child|kid|boy|girl|son|daughter|brother|sister|sibling|youth|teen|senior|baby|mother|father|mom|dad|"
    r"alumn[oa]|estudiante|ni[nñ][oa]|hij[oa]|herman[oa]|jov[eé]n|muchach[oa]|chic[oa]|beb[eé]|madre|padre)"
)
CHILD_WORD = re.compile(rf"\b{CHILD_CUE}(?:s|es)?\b", re.I)
NAME_WORD = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñü'’\-]{1,20}"
PAIR = re.compile(rf"\b({NAME_WORD})(?: (?:[A-Z]\.|de|del|de la) ?| )({NAME_WORD})\b")
NAMED = re.compile(
    r"\b(?:named|called|name is|(?:her|his|their) name|se llama[n]?|llamad[oa]|nombre(?: es)?|goes by)[ :]{1,3}"
    rf"({NAME_WORD})"
)
CUE_NAME = re.compile(rf"\b(?i:{CHILD_CUE}s?)(?:,| is| es|:)? ({NAME_WORD})\b")
NAME_CUE = re.compile(
    rf"\b({NAME_WORD})(?:,| is| es) (?:a |an |un |una |the |our |el |la )?(?:\w+ )?(?i:{CHILD_CUE})\b"
)
INITIALS = re.compile(rf"\b(?i:{CHILD_CUE}),? (?:[A-Z]\. ?[A-Z]\.)(?! ?[A-Z]?[a-z])")
STAFF_CUE = re.compile(
    r"\b(?:director|coordinator|recruiter|counselor|registrar|clerk|teacher|principal|officer|manager|liaison|contact|"
    r"mr|mrs|ms|dr|miss|sr|sra|srta|maestr[oa]|director[a]?|coordinador[a]?|reclutador[a]?|consejer[oa]|from|at the|ask|"
    r"call|e-?mail|thanks|thank|gracias|colleague|regards)\b\.?",
    re.I,
)
HEALTH = re.compile(
    r"\b(?:asthma|diabet\w{0,4}|epilep\w{0,4}|seizures?|pregnan\w{0,3}|allerg\w{0,4}|hiv|tubercul\w{0,4}|tb test|depress\w{0,4}|"
    r"suicid\w{0,3}|cancer|medicat\w{0,4}|insulin|surgery|diagnos\w{0,4}|asma|embaraz\w{0,4}|alergi\w{0,3}|convulsi\w{0,5}|"
    r"enferm\w{0,5}|medicina|covid|lice|piojos|anxiety|ansiedad)\b",
    re.I,
)
IMMIGRATION = re.compile(
    r"\b(?:undocumented|indocumentad[oa]s?|illegal(?:s|ly)?|visa|h-?2a|green card|asylum|asilo|daca|deport\w{0,5}|"
    r"citizens?(?:hip)?|ciudadan\w{0,3}|immigration status|sin papeles|ice (?:raid|detain\w{0,3})|refugee status|"
    r"estatus migratorio|work permit)\b",
    re.I,
)
DISABILITY = re.compile(
    r"\b(?:iep|504 plan|special ed(?:ucation)?|disabilit\w{0,3}|disabled|autis\w{0,3}|adhd|dyslexi\w|down syndrome|wheelchair|"
    r"deaf|blind|speech therapy|discapacidad\w{0,2}|educaci[oó]n especial|autista|sord[oa]|cieg[oa])\b",
    re.I,
)
SMALL_COUNT = re.compile(
    r"\b(?:[1-9]|one|two|three|four|five|six|seven|eight|nine|un[ao]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)"
    r"(?: \w+){0,2} (?:child(?:ren)?|kids?|students?|youths?|famil(?:y|ies)|boys?|girls?|seniors?|ni[nñ][oa]s?|"
    r"alumn[oa]s?|familias?|estudiantes?|j[oó]venes)\b",
    re.I,
)
COUNTY = re.compile(r"\b(?:[A-Z][\w.'’]+ ){1,3}(?:County|Parish|Borough)\b|\b(?:condado de|County of) [A-Z]\w+")
ONE_CHILD = re.compile(
    r"\b(?:a|an|one|the|un|una) (?:\w+ ){0,2}(?:student|child|boy|girl|senior|youth|alumn[oa]|ni[nñ][oa]|joven)\b", re.I
)
GRADE = re.compile(r"\b(?:\d{1,2}(?:st|nd|rd|th) grade|grade \d{1,2}|kindergarten|grado)\b", re.I)
EVENT_CUE = re.compile(
    r"\b(?:deadline|meeting|window|workshop|webinar|training|closes?|opens?|begins?|starts?|ends?|until|through|due|by|"
    r"posted|updated|verified|dated|effective|published|version|session|conference|reuni[oó]n|taller|fecha l[ií]mite|"
    r"hasta|graduation|sent|since|on|agreement|signed|cfr|fed\. reg)\b",
    re.I,
)
