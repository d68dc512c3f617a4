import pytest

from bench.__main__ import main
from bench.measuring import verdict


def test_an_unknown_section_is_refused_with_the_names_of_all(capsys):
    with pytest.raises(SystemExit) as refused:
        main(["places", "speed"])

    assert refused.value.code == 2
    assert "no section speed. Sections: " in capsys.readouterr().err


def test_a_section_runs_alone_under_the_name_of_the_machine(capsys, monkeypatch):
    ran = []
    monkeypatch.setattr("bench.places.run", lambda: ran.append("places"))
    monkeypatch.setattr("bench.pages.run", lambda: ran.append("pages"))

    main(["places"])

    machine, *rest = capsys.readouterr().out.splitlines()
    assert "cores, Python 3." in machine
    assert (rest, ran) == (["", "places"], ["places"])


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        ("target ≤ 15 ms: reached", {"at_most": 15.0, "unit": " ms"}),
        ("target ≤ 14.5 ms: not reached", {"at_most": 14.5, "unit": " ms"}),
        ("target ≥ 15 %: reached", {"at_least": 15.0, "unit": " %"}),
        ("target ≥ 98 %: not reached", {"at_least": 98.0, "unit": " %"}),
    ],
)
def test_a_figure_says_whether_its_target_is_reached(words, limits):
    assert verdict(15.0, **limits) == words
