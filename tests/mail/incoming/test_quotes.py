"""The writer's own words, out of what their mail program makes of an answer."""

import time

import pytest

from coordhub.mail.incoming.markup import text_of_html
from coordhub.mail.incoming.quotes import own_words

ANSWERS = {
    "Gmail, its long line broken": (
        "Yes, on Tuesdays.\n\nOn Tue, Jun 16, 2026 at 11:00 AM coordhub <notify@hub.example.org>\nwrote:\n\n"
        "> New topic\n> Read it\n",
        "Yes, on Tuesdays.",
    ),
    "Outlook with its rule": (
        "We do.\n\n________________________________\nFrom: coordhub <notify@hub.example.org>\n"
        "Sent: Tuesday, June 16, 2026 11:00 AM\n"
        "To: Ben Okafor <ben@example.org>\nSubject: [board] Bus lines\n\nNew topic\n",
        "We do.",
    ),
    "Outlook without it, in bold": (
        "We do.\n\n*From:* coordhub <notify@hub.example.org>\n*Sent:* Tuesday, June 16, 2026\n*To:* Ben\n"
        "*Subject:* Bus lines\n\nNew",
        "We do.",
    ),
    "Outlook of old": ("We do.\n\n-----Original Message-----\nFrom: coordhub\n\nNew topic\n", "We do."),
    "Outlook in Spanish": (
        "Sí, los martes.\n\nDe: coordhub <notify@hub.example.org>\n"
        "Enviado el: martes, 16 de junio de 2026 11:00\nPara: Ben\nAsunto: Bus\n\nTema",
        "Sí, los martes.",
    ),
    "Apple Mail": (
        "We start in week two.\n\n> On Jun 16, 2026, at 11:00 AM, coordhub <notify@hub.example.org> wrote:\n> \n"
        "> New topic\n",
        "We start in week two.",
    ),
    "Apple's telephone": (
        "We do.\n\nSent from my iPhone\n\n> On Jun 16, 2026, at 11:00, coordhub wrote:\n> \n> New\n",
        "We do.",
    ),
    "Gmail in Spanish, broken": (
        "Sí.\n\nEl mar, 16 jun 2026 a las 11:00, coordhub (<notify@hub.example.org>)\nescribió:\n\n> Tema nuevo\n",
        "Sí.",
    ),
    "Outlook's telephone in Spanish": ("Sí.\n\nObtener Outlook para Android<https://aka.example.org/x>\n", "Sí."),
    "Thunderbird, below the quote": (
        "On 6/16/26 11:00, coordhub wrote:\n> New topic: Bus lines\n> Read it\n\nMichigan does, on Tuesdays.\n",
        "Michigan does, on Tuesdays.",
    ),
    "answers between the lines": (
        "On 6/16/26 11:00, coordhub wrote:\n> Who drives in week two?\nWe do.\n> And in week three?\nNobody.\n",
        "We do.\n\nNobody.",
    ),
    "a program that marks no line": (
        "We do.\n\nOn Tue, Jun 16, 2026, coordhub <n@hub.example.org> wrote:\nNew topic\nRead it",
        "We do.",
    ),
    "a signature with its mark": ("We do.\n\n-- \nBen Okafor\n231-555-0100\n", "We do."),
    "a signature without": ("We do.\n\nBest regards,\n\nBen Okafor\nRecruiter\n231-555-0100\n", "We do."),
    "a name alone": ("We do.\n\nBen Okafor\nRecruiter, Michigan\n231-555-0100\n", "We do."),
    "a signature in Spanish": ("Sí, los martes.\n\nSaludos cordiales,\nBen Okafor\n", "Sí, los martes."),
    "a lawyer's lines": (
        "We do.\n\nCONFIDENTIALITY NOTICE: This e-mail message is for the sole use of the intended recipient.\n"
        "Delete it.\n",
        "We do.",
    ),
    "a signature above the quote": ("We do.\n--\nBen\n\nOn Tue, Jun 16, 2026 coordhub wrote:\n> New\n", "We do."),
}
WHOLE = {
    "a list with hyphens": "Three things:\n- buses on Tuesday\n- lunch at noon\n- home by three",
    "a paragraph that begins with thanks": "We do.\n\nThanks, this helps. We also have vans in July.",
    "a line that begins with From": "From: what I hear, buses start on Tuesday.\n"
    "To: the camps it takes an hour.\nGood luck.",
    "a warning of the writer's own": "We do.\n\nCaution: the bridge is closed in June.\nTake the ferry.",
    "a long text below a line of two hyphens": "First.\n--\n" + "\n".join(f"Line {one}." for one in range(20)),
    "a sentence about what a state wrote": "On June 3 Ohio wrote:\nwe need a bus on Fridays.",
    "nothing but thanks": "Thank you!",
    "a sentence about what somebody wrote": "On the phone the office wrote: nothing.\nSo we asked again.",
}


@pytest.mark.parametrize("case", ANSWERS)
def test_quotes_and_signatures_are_taken_out_of(case):
    text, words = ANSWERS[case]

    assert own_words(text, name="Ben Okafor") == words


@pytest.mark.parametrize("case", WHOLE)
def test_nothing_is_lost_of(case):
    assert own_words(WHOLE[case]) == WHOLE[case]


GMAIL = (
    '<div dir="ltr">We do, see <a href="https://bus.example.org/x">the plan</a>:'
    "<ul><li>Tuesday</li><li>Friday</li></ul></div>"
    '<br><div class="gmail_quote"><div class="gmail_attr">On Tue, Jun 16, 2026 coordhub wrote:<br></div>'
    '<blockquote class="gmail_quote"><p>New topic</p></blockquote></div>'
)
OUTLOOK = (
    "<html><head><style>p {margin: 0}</style></head><body><!-- x --><div>We do.<br>On Tuesdays.</div>"
    '<div id="Signature"><p>Ben Okafor</p></div><div id="appendonsend"></div><hr>'
    '<div id="divRplyFwdMsg"><b>From:</b> coordhub<br><b>Sent:</b> Tuesday</div><div>New topic</div></body></html>'
)
APPLE = (
    "<html><body>We do.<div><br><blockquote type='cite'><div>On Jun 16, 2026 coordhub wrote:</div>New"
    "</blockquote></div></body>"
)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (GMAIL, "We do, see the plan (https://bus.example.org/x):\n\n- Tuesday\n- Friday"),
        (OUTLOOK, "We do.\nOn Tuesdays."),
        (APPLE, "We do."),
    ],
)
def test_a_letter_that_is_html_alone_becomes_text(html, words):
    assert own_words(text_of_html(html)) == words


@pytest.mark.parametrize(
    "text",
    ["On " + "a " * 100_000, "From: a\n" * 50_000, "On 1\n" * 50_000, "\n"
    "" * 200_000, "Sent from " + "a " * 100_000, "On 1 " + "<" * 100_000],
)  # fmt: skip
def test_a_long_text_made_to_be_slow_is_not(text):
    started = time.process_time()
    own_words(text)

    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "html",
    [
        "<!--" * 50_000,
        "<div>" * 40_000,
        "<![CDATA[" * 20_000,
        "<" * 200_000,
        "<a href='http://x'>" * 9_000,
        "<!x" * 9_000,
        "<div>" * 20_000 + "</x>" * 25_000,
    ],
)
def test_long_html_made_to_be_slow_is_not(html):
    started = time.process_time()
    text_of_html(html)

    assert time.process_time() - started < 3
