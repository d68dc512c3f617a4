"""Words that tell whose a phone number, an address or a name is. Lower case, plainly written, English and Spanish."""

# One of a family; the plural is made where it is used.
PERSON = (
    r"(?:students?|stud(?:net|ent)s?|pupils?|child(?:ren)?|kids?|kiddos?|boys?|girls?|sons?|daughters?|brothers?|sisters?|siblings?|twins?|"
    r"youths?|teens?|seniors?|juniors?|freshm[ae]n|sophomores?|bab(?:y|ies)|toddlers?|osy|mothers?|fathers?|moms?|mommy|dads?|daddy|mami|papi|"
    r"parents?|guardians?|grand(?:mother|father|ma|pa|parents?|daughter|son)s?|aunts?|uncles?|cousins?|nieces?|nephews?|"
    r"husband|wife|step(?:mother|father|mom|dad|son|daughter)s?|alumn[oa]s?|estudiantes?|ni[n][oa]s?|hij[oa]s?|herman[oa]s?|"
    r"hermanit[oa]s?|jovenes|joven|muchach[oa]s?|chic[oa]s?|bebes?|madres?|padres?|mamas?|papas?|abuel[oa]s?|tios?|tias?|"
    r"prim[oa]s?|sobrin[oa]s?|espos[oa]|tutora?|gemel[oa]s?|cuates?|menor(?:es)?|oldest|youngest|eldest|(?:older|younger|little|middle|other) one|(?:la|el) (?:mayor|mas (?:grande|chic[oa])))"
)
FAMILY = r"(?:famil(?:y|ies|ias?)|fam\.|flia\.?|household|hogar)"
# People and places of work: what belongs to them may be written down.
STAFF = (
    r"(?:director[a]?|coordinator|coordinador[a]?|recruiters?|reclutador[a]?|counselors?|consejer[oa]|registrars?|registrador[a]?|"
    r"clerk|secretary|secretari[oa]|teachers?|tutor at|maestr[oa]s?|profesor[a]?|principals?|officer|manager|liaisons?|enlace|contact person|"
    r"specialists?|especialista|supervisor[a]?|superintendent|advocates?|administrator|staff|colleague|nurses?|enfermera|proctor|"
    r"interpreter|navigator|aide|assistant|presenter|speaker|trainer|professor|dean|attorney|lawyer|dra?|mr|mrs|ms|miss|mx|sra?|srta|"
    r"prof|maestra|lic|ing|records person|my supervisor|my boss|our lead|lead recruiter|trabajador[a]? social|social worker|"
    r"case ?manager|outreach worker|promotor[a]?|site lead|data entry|facilitator|consultant|evaluator)"
)
WORKPLACE = (
    r"(?:offices?|oficinas?|schools?|escuelas?|primaria|secundaria|districts?|distrito|desk|front desk|fax|ext\.?|extension|x ?\d{1,4}|"
    r"main line|direct line|work (?:cell|phone|number|line)|line|agency|agencia|programs?|programa|centers?|centro|department|depto de|dept|hotline|"
    r"switchboard|toll[- ]?free|clinics?|clinica|hospital|shelter|librar(?:y|ies)|biblioteca|church|college|university|campus|hotel|"
    r"conference|conferencia|meetings?|reunion|training|webinar|workshop|help ?desk|support|service cent(?:er|re)|pass|tmip|esc|region|"
    r"records|transcripts?|admissions|enrollment cent(?:er|re)|migrant education|education|educacion|suite|ste|attn|ship|dial(?:-in)?|invoice|"
    r"warehouse|food bank|pantry|legal aid|head start|health fair|event|held|testing site|site|sitio|venue|company|vendor|"
    r"our|my|me|us|mi|nuestr[oa]s?|emergency|police|dmv|isd|packing house|packing shed|elementary|headquarters|hq|fairgrounds|auditorium|"
    r"cafeteria|gym|park|registration|interview room|courthouse|city hall|consulate|consulado|hub)"
)
# A family word inside the name of an office, or a family that calls rather than is called.
NOT_A_FAMILY = (
    r"(?:(?:student|parent|family|familia|child|children's|kids|youth|migrant|senior)s?(?:'s)? (?:services?|liaisons?|center|centre|involvement|engagement|support|"
    r"advisory|council|care|hospital|records|literacy|resource|night|office|portal|outreach|advocates?|specialists?|education|programs?|health)"
    r"|(?:parents?|famil(?:y|ies)|mothers?|moms?|fathers?|students?|kids?|youths?|guardians?|she|he|they|padres|familias) "
    r"(?:can|may|should|could|must|who|calls?|contacts?(?= (?:us|our|the))|needs? to|will|would|dial|text|write|want)(?! be)"
    r"|(?:have|ask|tell|let) (?:the|her|his|their|a)? ?(?:mother|mom|father|dad|parents?|family|student|youth) (?:to )?(?:call|text|dial|contact|write)"
    r"|home[- ]?(?:base|state|page|school liaison)|(?:line|hotline|help|support|services|classes|questions|program|programs|night) (?:for|of|from) (?:parents?|famil(?:y|ies)|students?))"
)
