"""Wherever a hard item stands and however it is written, it is blocked."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from coordhub.privacy.scan import scan
from coordhub.privacy.surfaces import Surface

INNOCENT = (
    "They need the bus to the summer program",
    "the week of June 22",
    "English I A, 3 of 5 units done",
    "see 34 CFR 200.85(b)(3)(iii)",
    "R-2026-00123 is about the same crew",
    "the testing window is July 6-17, 2026",
    "necesitan transporte y almuerzo",
    "the crew picks cherries in Leelanau County",
)
ssns = st.builds("{:03}-{:02}-{:04}".format, st.integers(1, 665), st.integers(1, 99), st.integers(1, 9999)) | st.builds(
    "SSN {:03}{:02}{:04}".format, st.integers(1, 665), st.integers(1, 99), st.integers(1, 9999)
)
days = st.dates(date(2002, 1, 1), date(2023, 12, 31))
births = st.builds(
    "{} {:{}}".format,
    st.sampled_from(["DOB", "born", "date of birth", "bday", "nació el", "fecha de nacimiento:"]),
    days,
    st.sampled_from(["%m/%d/%Y", "%m/%d/%y", "%Y-%m-%d", "%m-%d-%Y", "%B %d, %Y", "%d %B %Y"]),
)
msix_ids = st.builds(
    "{} {}".format, st.sampled_from(["MSIX ID", "msix #", "MSIX:", "ID MSIX"]), st.integers(10**9, 10**12 - 1)
)
phones = st.builds(
    "{} {}{}555{}01{:02}".format,
    st.sampled_from(["mom's cell", "the father's phone is", "celular de la mamá", "family:"]),
    st.sampled_from([231, 512, 863, 956]),
    *[st.just("-")] * 2,
    st.integers(0, 99),
)
addresses = st.builds(
    "{} {} {}".format,
    st.sampled_from(["they live at", "viven en", "the family stays at"]),
    st.integers(1, 9999),
    st.sampled_from(["Palm Street", "Cherry Bend Rd", "N Oceana Dr", "County Road 400"]),
)
hard_items = ssns | births | msix_ids | phones | addresses


@given(hard_items, st.permutations(INNOCENT), st.integers(0, len(INNOCENT)))
def test_a_hard_item_is_blocked_wherever_it_stands(item, sentences, place):
    sentences.insert(place, item)

    assert scan(". ".join(sentences), Surface.PRIVATE).verdict == "block"


@given(st.permutations(INNOCENT))
def test_the_text_around_it_is_innocent(sentences):
    assert scan(". ".join(sentences), Surface.PRIVATE).verdict == "pass"


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
disguises = st.sampled_from(
    [
        lambda text: "\u200b".join(text),
        lambda text: "\u00ad".join(text),
        lambda text: text.translate(FULL_WIDTH),
        lambda text: text.translate(ARABIC),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "\u2009"),
        lambda text: text.replace(" ", "   "),
        lambda text: text.replace("-", "\u2011"),
        lambda text: text.replace("-", "–"),
        lambda text: text.replace("-", "\u2212"),
        lambda text: text.replace(" ", "\t"),
        str.upper,
        str.lower,
    ]
)


@given(hard_items, st.lists(disguises, max_size=4))
def test_no_disguise_of_letters_digits_dashes_or_spaces_helps(item, disguised):
    for disguise in disguised:
        item = disguise(item)

    assert scan(item, Surface.PRIVATE).verdict == "block", ascii(item)
