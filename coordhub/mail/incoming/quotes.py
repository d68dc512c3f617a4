"""What somebody wrote themselves: without what they quote, their signature, and what their office adds.

Our own few rules, since the package that was named for this (mail-parser-reply 1.36) lost what people wrote in three
of fourteen plain cases (a list with hyphens, a paragraph that begins with thanks, a line that begins with “From:”),
left the quotes of Spanish programs and of answers below the quote, and took seconds for one long line.

Everything is decided line by line, so that a long letter takes time in proportion to its length.
"""

import re

LINES_AT_MOST = 5000
# A program writes this line above what it quotes, broken into up to three where it is long.
_WROTE_END = re.compile(
    r"(\bwrote|\bescribi[oó]|a [eé]crit|\bschrieb( .{1,80})?|\bescreveu|ha scritto|\bschreef( .{1,80})?)\s*:$", re.I
)
_WROTE_START = re.compile(r"(on|el|le|am|em|op|il|in data)\b|\d|\w+day\b|[\w .,'’-]{1,60} *<[^<>@\s]+@", re.I)
_WROTE_LINES = 3
_ORIGINAL = re.compile(
    r"[-_* ]{2,}\s*(original message|forwarded message|mensaje original|mensaje reenviado|ursprüngliche nachricht|"
    r"message d'origine|mensagem original|messaggio originale|oorspronkelijk bericht)\s*[-_* ]{2,}$"
    r"|begin forwarded message:$|inicio del mensaje reenviado:$",
    re.I,
)
# The first lines of a quoted letter: a sender, and soon after a date or subject.
_FROM = re.compile(r"\W{0,3}(from|de|von|da|van)\W{0,3}:\W{0,2}\s?.*(@|\w \w|\w)", re.I)
_MORE = re.compile(
    r"\W{0,3}(sent|date|to|cc|subject|enviado( el)?|fecha|para|asunto|gesendet|datum|an|betreff|envoyé|à|objet|"
    r"data|inviato|oggetto|verzonden|aan|onderwerp)\W{0,3}:",
    re.I,
)
_HEAD_LINES = 6
_RULE = re.compile(r"[_-]{20,}$")
_MARK = re.compile(r"(--|—|__)$")
_PHONE = re.compile(
    r"(sent|enviado|gesendet|envoyé|inviato) (from|desde|con|von|de|depuis|da|via|do) .{1,60}$"
    r"|(get|obtener|obtén|descargar) outlook (for|para) .{1,80}$"
    r"|(sent|enviado) (from|desde) .{1,60}<https?://\S{1,200}>$",
    re.I,
)
_CLOSING = re.compile(
    r"((with |my |many |kind |best |warm |kindest |warmest )*(regards|wishes)|best|all the best|sincerely( yours)?|"
    r"respectfully|cordially|cheers|thanks|many thanks|thank you( so much| very much)?|thanks (again|so much)|"
    r"(un )?(cordial |atento )?saludos?( cordial(es)?)?|atentamente|cordialmente|gracias|muchas gracias|"
    r"mit freundlichen grüßen|viele grüße|cordialement|atenciosamente)\s*[,.!-]?$",
    re.I,
)
_CLOSING_LINES = 8  # of a signature below a closing word
# What lawyers add; a warning of the writer's own begins with the same words, but does not speak of messages.
_NOTICE = re.compile(
    r"\W{0,4}(confidentiality (notice|note|statement)|notice of confidentiality|aviso (legal|de confidencialidad))\W"
    r"|\W{0,4}(confidential(ity)?|privacy notice|disclaimer|confidencialidad|caution|privileged (and|&) confidential)\b"
    r".{0,60}\b(e-?mail|message|communication|transmission|correo|mensaje)\b",
    re.I,
)
_SIGNATURE_LINES = 15  # below its mark; what is longer is no signature
# A program names an address or a time of day; a person who tells what somebody wrote most often does not.
_PROGRAM = re.compile(r"[\w.+-]@[\w-]|\b\d{1,2}[:.h]\d\d\b")
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def own_words(text: str, *, name: str = "") -> str:
    """Return what the writer added, in their own order; `name` is how they would sign."""
    lines = _UNSEEN.sub("", text.replace("\u00a0", " ")).split("\n")[:LINES_AT_MOST]
    kept = [_without_signature(one, name) for one in _stretches([line.rstrip() for line in lines])]
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join("\n".join(one).strip() for one in kept if one)).strip()


def _stretches(lines: list[str]) -> list[list[str]]:
    """Return the lines of the writer, a list for each stretch between quotes."""
    found: list[list[str]] = [[]]
    position = 0
    while position < len(lines):
        line = lines[position].strip()
        if _begins_original(lines, position):
            break
        length = _attribution_length(lines, position)
        if length and not _is_quoted_below(lines, position + length):
            if _PROGRAM.search(" ".join(lines[position : position + length])):
                break  # Programs that mark no line quote down to the end.
            length = 0
        if length or line.startswith(">"):
            if found[-1]:
                found.append([])
            position += length or 1
            continue
        found[-1].append(lines[position])
        position += 1
    return [_trimmed(one) for one in found]


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _begins_original(lines: list[str], position: int) -> bool:
    line = lines[position].strip()[:200]
    if _ORIGINAL.match(line):
        return True
    if _RULE.match(line):
        below = [one for one in lines[position + 1 : position + 4] if one.strip()]
        return bool(below) and _FROM.match(below[0].strip()[:200]) is not None
    if not _FROM.match(line):
        return False
    below = [one.strip()[:200] for one in lines[position + 1 : position + 1 + _HEAD_LINES]]
    return sum(_MORE.match(one) is not None for one in below) >= 2


def _attribution_length(lines: list[str], position: int) -> int:
    """Return over how many lines “On … Ana wrote:” goes that begins here; 0 when none does."""
    first = lines[position].strip().lstrip("> ")
    if not _WROTE_START.match(first[:200]):
        return 0
    for length in range(1, _WROTE_LINES + 1):
        if position + length > len(lines):
            return 0
        last = lines[position + length - 1].strip()
        if not last:
            return 0
        whole = " ".join(one.strip() for one in lines[position : position + length])
        if _WROTE_END.search(last[-200:]) and len(whole) < 400 and re.search(r"\d|@", whole):
            return length
    return 0


def _is_quoted_below(lines: list[str], position: int) -> bool:
    for line in lines[position : position + 4]:
        if line.strip():
            return line.lstrip().startswith(">")
    return False


def _without_signature(lines: list[str], name: str) -> list[str]:
    for position, line in enumerate(lines):
        words = line.strip()[:300]
        is_mark = _MARK.match(words) and len(lines) - position <= _SIGNATURE_LINES
        if is_mark or _NOTICE.match(words):
            return _trimmed(_without_closing(lines[:position], name))
    return _trimmed(_without_closing(lines, name))


def _without_closing(lines: list[str], name: str) -> list[str]:
    lines = _trimmed(lines)
    while lines and _PHONE.match(lines[-1].strip()[:300]):
        lines = _trimmed(lines[:-1])
    for position in range(max(1, len(lines) - _CLOSING_LINES), len(lines)):
        words = lines[position].strip()[:300]
        if _CLOSING.match(words) or (name and words.lower().rstrip(",.") == name.lower()):
            return _without_closing(lines[:position], name)
    return lines
