"""The table of types says everything that the engine, the pages and the letters need."""

import re

import pytest

from coordhub.coordination.types import TYPES, Answer, Part

ALL = list(TYPES.values())
# Domain guide, section 4: code → acknowledge and due, in working days, and the rule that the target mirrors.
CLOCKS = {
    "MOVE": (2, 10, "Texas districts"),
    "REC": (1, 4, "34 CFR 200.85(b)(3)"),
    "PASS": (2, 5, ""),
    "CRED": (1, 4, "34 CFR 200.85(b)(3)"),
    "TEST": (2, 10, "agreement between states"),
    "SUMR": (2, 5, ""),
    "LEAD": (3, 10, ""),
    "OSY": (2, 5, ""),
    "HLTH": (1, 2, "ESEA 1304(b)(3)"),
    "REIV": (2, 10, "34 CFR 200.89(b)(2)"),
    "IDNT": (2, 5, "34 CFR 200.85(d)"),
    "CORR": (1, 10, "34 CFR 200.85(e)"),
    "MISS": (2, 5, ""),
    "EMRG": (0, 1, ""),
    "GEN": (3, 5, ""),
}


def test_the_fifteen_types_have_the_clocks_of_the_domain_guide():
    assert {one.code: (one.acknowledge_days, one.due_days) for one in ALL} == {
        code: clock[:2] for code, clock in CLOCKS.items()
    }


@pytest.mark.parametrize("type_", ALL, ids=lambda one: one.code)
def test_a_type_names_the_rule_that_its_target_mirrors(type_):
    assert CLOCKS[type_.code][2] in type_.mirrors


@pytest.mark.parametrize("type_", ALL, ids=lambda one: one.code)
def test_only_a_target_of_a_federal_rule_stays_when_an_office_is_closed(type_):
    mirrors = type_.mirrors.partition("mirrors ")[2]

    assert type_.mirrors_rule == mirrors.startswith(("34 CFR", "ESEA"))


@pytest.mark.parametrize("type_", ALL, ids=lambda one: one.code)
def test_names_and_codes_of_a_type_are_told_apart(type_):
    questions = [one.name for one in type_.questions]
    outcomes = [one.code for one in type_.outcomes]

    assert outcomes
    assert len(set(questions)) == len(questions)
    assert len(set(outcomes)) == len(outcomes)
    assert all(re.fullmatch("[a-z_]+", name) for name in (*questions, *outcomes))


@pytest.mark.parametrize("type_", ALL, ids=lambda one: one.code)
def test_choices_belong_to_questions_that_are_chosen_from(type_):
    for question in type_.questions:
        chosen_from = question.kind in (Answer.ONE, Answer.MANY)
        assert bool(question.choices) == chosen_from, question.name


@pytest.mark.parametrize("type_", ALL, ids=lambda one: one.code)
def test_the_day_that_an_answer_must_come_before_is_asked_for(type_):
    days = {one.name for one in type_.questions if one.kind == Answer.DAY}

    assert type_.before is None or type_.before.question in days


@pytest.mark.parametrize("code", ["LEAD", "EMRG", "GEN"])
def test_leads_emergencies_and_questions_count_no_child_and_carry_no_msix_id(code):
    assert not TYPES[code].parts & {Part.CHILDREN, Part.MSIX_IDS}


def test_an_identity_conflict_is_about_two_msix_ids():
    assert TYPES["IDNT"].msix_ids == (2, 2)


@pytest.mark.parametrize("type_", ALL, ids=lambda one: one.code)
def test_no_page_calls_a_target_a_deadline(type_):
    words = " ".join((type_.job, type_.job_hint, type_.mirrors, type_.heading, type_.next_step))

    assert "deadline" not in words.lower()


@pytest.mark.parametrize("type_", ALL, ids=lambda one: one.code)
def test_an_answer_reads_back_in_words(type_):
    samples = {Answer.NUMBER: 3, Answer.TEXT: "English II B", Answer.DAY: "2026-07-13", Answer.MONTH: "2026-07"}
    for question in type_.questions:
        given = samples.get(question.kind, [code for code, _ in question.choices][:1])
        assert question.words(given) != "Not said"
        assert question.words(None) == question.words("") == "Not said"
