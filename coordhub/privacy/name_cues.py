"""What stands before or after a name: "before" ends at it, "after" begins there. Lower case unless said otherwise."""

import re

from coordhub.privacy import cues

_ONE = cues.PERSON
_JOIN = r"(?:'s)?(?:,|:| is| are| was| es| son|=| --?| ?- ?| \(| called| named|'s)?:?"
PERSON = re.compile(rf"\b(?:{_ONE}|\d{{1,2}}(?:st|nd|rd|th)? grade|grade \d|grado)\b")
OFFICES = re.compile(rf"\b{cues.NOT_A_FAMILY}\b")
PERSON_BEFORE = re.compile(rf"\b{_ONE}{_JOIN} ?(?:don |dona |mr |mrs )?$")
ONE_PERSON_BEFORE = re.compile(
    r"\b(?:student|child|kid|boy|girl|son|daughter|brother|sister|youth|teen|senior|mother|father|mom|dad|guardian"
    r"|baby|osy|"
    r"alumn[oa]|estudiante|nin[oa]|hij[oa]|herman[oa]|joven|madre|padre|mama|papa)(?:,|:| is| es)? $"
)
RELATION_BEFORE = re.compile(
    r"\b(?:(?:mother|father|mom|dad|brother|sister|son|daughter|aunt|uncle|cousin|grandmother|grandfather|grandma"
    r"|grandpa|"
    r"niece|nephew|husband|wife|guardian|twins?|hij[oa]s?|herman[oa]s?|madre|padre|mama|papa|abuel[oa]|ti[oa]"
    r"|prim[oa]s?|espos[oa]|"
    r"sobrin[oa]|osy|nin[oa])(?:,|:| is| are| es| son| --?|- ?)?|(?:student|boy|girl|child|kid|youth|senior"
    r"|alumn[oa]|estudiante)"
    r"(?::| is| are| es| --?)) ?$"
)
NAMED = re.compile(
    rf"(?:\b(?:named|called|(?:full |first |last )?names?(?: of (?:the )?{_ONE})?(?: (?:is|are|was)| ?[:=-]|'s)"
    rf"|goes by|llamad[oa]s?|se llaman?|"
    rf"nombres?(?: completo)?(?: (?:del?|de la|de los)? ?{_ONE})?(?: es| son| ?:| ?=)|apellidos?(?: es| son|:)?"
    rf"|(?:last|first) name|surname|a\.?k\.?a\.?|nickname|"
    rf"{_ONE}(?:'s)? (?:full |first |last )?name(?: is|:)?))[ :=(\"'-]{{1,3}}$"
)
FAMILY_BEFORE = re.compile(
    r"\b(?:famil(?:y|ia)|fam\.?|flia\.?|hermanos|hermanas|herman[oa]|ninos|gemel[oa]s|household|los|surname|twins"
    r"|kids|siblings)[ :]{1,2}$"
)
FAMILY_AFTER = re.compile(
    r"(?:'s|s')?,? (?:famil(?:y|ia)\b(?! (?:center|resource|literacy|health|medicine|practice|clinic|farms?|park"
    r"|services?|night|foundation))|"
    r"kids\b|children\b(?!'s)|siblings\b|brothers\b|sisters\b|twins\b|boys\b(?! and)|girls\b|household\b)"
)
ONE_FAMILY_AFTER = re.compile(
    r"(?:'s)? famil(?:y|ia)\b(?! (?:center|resource|literacy|health|medicine|practice|clinic|farms?|park|services?"
    r"|night|foundation))"
)
ENROLLED_AFTER = re.compile(
    r"(?: (?:ever|already|never|was|is|has|got|be))?(?: not| been)? (?:(?:re-?)?enroll|graduat|transferr|withdr"
    r"|turned in|missing |short |lacking |behind |inscri|registered (?:at|in|for school))"
)
LA_FAMILIA = re.compile(r"\b(?:familia|flia\.?|fam\.) $")
THE = re.compile(r"\b(?:the|la|el|los) $")
PERSON_AFTER = re.compile(
    r"(?:'s|\.)?(?:"
    rf"(?: is| was| es| are| son|,? who is)(?: (?:a|an|the|my|our|his|her|un|una|el|la"
    rf"|su))?(?: [a-z]{{3,12}})? {_ONE}\b(?! (?:services|liaison|advocate|specialist|coordinator))"
    rf"| ?[(-]{{1,2}} ?(?:(?:a|an|the|my|our|his|her|un|una|el|la|su) )?(?:[a-z]{{3,10}} )?{_ONE}\b(?! (?:services"
    rf"|liaison|advocate|specialist|coordinator))"
    rf"|, (?:(?:a|an|the|my|our|his|her|un|una|el|la|su) )?(?:[a-z]{{3,10}} )?{_ONE}(?=[,.);]|$| (?:of|in|from|de"
    rf"|en|with|who|del)\b| \d)"
    r"|,? (?:\(|- ?)?(?:(?:a|in|is in|is a|is an?|en|de|va en|starts|enters|entering|going into|is going into) )?"
    r"(?:(?:grade|gr\.?|grado) ?\d|\d{1,2}(?:st|nd|rd|th|o|vo|to)? ?-?(?:grade|grader|gr\b|grado)|kindergarten"
    r"|(?:age|edad) \d|(?:aged? |is |tiene |de )?1?\d (?:years? old|anos|yrs?|y/?o)\b|(?:is |, )1?\d(?:,|\.|$"
    r"| and))"
    r"|,? \(?(?:dob|ssn|msix id|date of birth|born|nacio|nacid[oa]|turned|turns|needs? (?:a half|half|\d|english"
    r"|algebra|credit|pass)|pfs\b))"
)
POSSESSED_AFTER = re.compile(
    r"'s? (?:[a-z]{2,12} )?(?:transcripts?|records?|grades|credits?|schedule|mother|father|mom|dad|mama|parents?"
    r"|siblings?|brother|sister|son|daughter|kids|"
    r"coe|birth\w{0,12}|immuniz\w{0,6}|dob|msix|ssn|report card|test scores|course history|case|file|family|cousin"
    r"|aunt|uncle|guardian|graduation|age|grade)\b"
)
RECORD_BEFORE = re.compile(
    r"\b(?:(?:transcripts?|records?|grades|credits?|schedule|course history|units|scores|coe|test results"
    r"|calificaciones|notas|boletas?|expediente|"
    r"constancia|kardex|papeles|history|iep|file|information|info|booklets?|placement|seat|spot|case|"
    rf"{_ONE})(?: (?:for|of|de|del|about|on|para)(?: an?| one| el alumno| la alumna)?)|(?:pls "
    rf"|please )?(?:enroll(?:ing|ed)?|re-?enroll|regist(?:er|ered)|inscrib\w{{1,4}}|withdrew|withdraw|picked up|"
    r"looking for|look for|find|locate|located|buscando a|buscamos a|merge|place|graduate)) $"
)
RECORD_NEAR = re.compile(
    r"\b(?:transcripts?|records?|grades|credits?|course history|report card|boletas?|calificaciones|placement"
    r"|coe)\b(?![^\n]*\b(?:to|by|from|with|per|a) )"
    r"[^.\n]{0,20}$"
)
STAFF_BEFORE = re.compile(
    rf"\b{cues.STAFF}(?:'s name(?: is|:)|,|:| is| es| -)?\.? ?(?:[a-z]\. )?$|\b(?:contact|counterpart|staff|office"
    rf"|oficina|presented by|author|by|principal|reviewer)(?: is|:| -|,) $"
)
STAFF_AFTER = re.compile(
    rf"(?:, | \(| - | -- | is | es |, who is )(?:[a-z-]{{1,15}} ){{0,4}}{cues.STAFF}\b|,? (?:at|of|from|de"
    rf"|with) (?:the |our |your |la )?"
    r"(?:[a-z]{2,15} )?(?:office|school|district|agency|department|program|oficina|escuela|distrito|sea|loa|tmip"
    r"|esc|isd|pass office)\b"
)
GREETING = re.compile(
    r"(?:^|[.!?\n-] ?|\b)(?:thanks?(?: you| so much| again)?|thx|hi|hello|hola|dear|gracias|hey|regards|sincerely"
    r"|saludos|atentamente|estimad[oa]|"
    r"good morning|good afternoon|buenos dias|buenas tardes|best|cheers|respectfully|cc|attn|@)[,.! -]{1,4}$|(?:^"
    r"|\n|[.!?] )-{1,2} ?$"
)
AT_WORK_BEFORE = re.compile(
    r"\b(?:ask|asked|call|calling|e-?mail|contact|thanks to|thank|cc|see|meet|met|with|from|signed by|taught by|by"
    r"|per|have|our|"
    r"colleague|pregunt\w{1,3} a|llam\w{1,3} a|forwarded to|assigned to|copy) (?:to |with )?$"
)
AT_WORK_AFTER = re.compile(
    r",? (?:will |can |has |is going to |may |would |already |agreed to )?(?:proctor|send|sent|answer|cover|sign"
    r"|mail|e-?mail|handle|approv|grad(?:es|ed) the|ship|review|teach|"
    r"run|coordinat|recruit|upload|enter|present|train|manag|supervis|follow up|sends|forward|firma|contest|cubre"
    r"|manda)\w{0,4}\b"
    r"|,? (?:in|of|from|at|de) (?:your|our|the|my|la) (?:office|district|school|oficina|state)|,? (?:from|of"
    r"|in) [a-z]{4,12} (?:will|can|is the|has)"
)
WHERE = re.compile(
    r"\b(?:from|to|in|at|near|through|outside|around|desde|en|left|leaving|hasta|a|between|for|via|by|of"
    r"|de)(?: [a-z]+ and)? $"
)
STATE_AFTER = re.compile(
    r",? (?:A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT"
    r"|V[TA]|W[AVIY])\b"
    r"|, (?:Texas|Florida|Michigan|California|Washington|Georgia|Ohio|Oregon|Minnesota|Illinois|Indiana|Carolina"
    r"|Mexico|Guatemala)\b"
)
# Read with its capitals: "Maria ES" is a school, "Maria es" is not.
INSTITUTION_AFTER = re.compile(
    r"(?:'s)?(?: [A-Z][\w.]{1,15})?,? (?:(?:HS|H\.S\.|MS|ES|ISD|CISD|USD|CSD|BOCES|Jr\.? High|Sr\.? High)\b|"
    r"(?i:high\b|middle|elementary|elem\b|academy|schools?\b|university|college|institute|center|centre|clinic"
    r"|hospital|park\b|library|church|"
    r"foundation|act\b|day\b|boulevard|blvd|street|st\b|avenue|ave\b|road|rd\b|drive\b|lane\b|county|counties"
    r"|parish\b|primary|intermediate|junior high|campus|"
    r"building|hall\b|stadium|farms?\b|orchards?|produce|packing|nursery|dairy|inc\b|llc|corp|company|city\b"
    r"|valley|lake\b|river|beach|"
    r"springs|island|heights|region|district|conference|award|scholarship|highway|consortium|project|program|team"
    r"|model|test|method|scale|early|learning|head start|isd\b))"
)
INSTITUTION_BEFORE = re.compile(
    r"\b(?:escuela|primaria|secundaria|preparatoria|prepa|colegio|centro|clinica|hospital|parque|biblioteca"
    r"|iglesia|calle|avenida|"
    r"lake|fort|port|mount|county of|city of|town of|condado de|ciudad de|university of|school of|attends?"
    r"|attended|attending|building|"
    r"camp|rancho|finca)(?: dr\.?| de)? $"
)
# Read with its capitals.
INITIALS = re.compile(
    rf"\b(?i:{_ONE}(?:'s)?(?: initials)?|initials|iniciales)(?:,| is| are|:| \("
    rf"| es)? ?\(?(?:initials )?([A-Z]\. ?[A-Z]\.(?: ?[A-Z]\.)?)(?!\w)"
    r"|\b(?i:initials|iniciales)(?: are| is|:)? ?([A-Z]{2,3})\b"
    rf"|(?<![\w.])([A-Z]\. ?[A-Z]\.),? (?i:(?:is|es|the|our|my|a|an|el|la|un|una) (?:[\w-]{{1,12}} ){{0,3}}{_ONE}\b)"
)
NO_INITIALS = frozenset(
    {
        "U.S.",
        "P.E.",
        "H.S.",
        "A.P.",
        "I.D.",
        "I.B.",
        "U.S.A.",
        "P.M.",
        "A.M.",
        "E.L.",
        "G.E.D.",
        "L.A.",
        "I.E.P.",
        "J.V.",
    }
)
