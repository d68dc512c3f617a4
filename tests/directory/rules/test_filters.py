"""Counts beside filters: each says how many entries its choice leaves."""

from hypothesis import given
from hypothesis import strategies as st

from coordhub.directory.rules.filters import Alike, Filters, counted

EASTERN, WESTERN = frozenset({"Eastern"}), frozenset({"Western"})
ROWS = [
    Alike(" kind:office is:state_mep ", EASTERN, True, 2),
    Alike(" kind:contact role:recruiter for:recruitment in:spa ", EASTERN, False, 3),
    Alike(" kind:contact role:director ", WESTERN, True, 1),
    Alike(" kind:site for:pass in:spa in:eng course:7 ", WESTERN, True, 4),
]


def chosen(**groups: str) -> Filters:
    return Filters({name.rstrip("_"): frozenset(values.split()) for name, values in groups.items()})


def test_without_a_choice_everything_is_counted() -> None:
    found = counted(ROWS, Filters())

    assert found.total == 10
    assert (found.of("kind", "contact"), found.of("in", "spa"), found.of("stream", "Western")) == (4, 7, 5)
    assert found.of("season", "now") == 7
    assert found.of("course", "7") == 4
    assert found.of("kind", "nothing") == 0


def test_choices_of_one_group_are_alternatives_and_do_not_narrow_their_own_counts() -> None:
    found = counted(ROWS, chosen(kind="office site"))

    assert found.total == 6
    assert (found.of("kind", "office"), found.of("kind", "contact"), found.of("kind", "site")) == (2, 4, 4)
    assert found.of("in", "spa") == 4


def test_groups_narrow_each_other() -> None:
    found = counted(ROWS, chosen(kind="contact", in_="spa"))

    assert found.total == 3
    assert found.of("kind", "site") == 4  # ticking it as well would give these
    assert found.of("in", "spa") == 3
    assert found.of("role", "director") == 0


def test_season_and_stream_narrow_like_the_others() -> None:
    assert counted(ROWS, chosen(season="now", stream="Eastern")).total == 2


def test_what_stands_apart_is_in_the_numbers_but_not_in_the_list() -> None:
    found = counted([*ROWS, Alike(" kind:contact role:recruiter ", EASTERN, True, 3, apart=1)], chosen(kind="contact"))

    assert found.total == 6
    assert (found.of("kind", "contact"), found.of("role", "recruiter")) == (7, 6)


_values = {"kind": ["office", "contact", "site"], "in": ["spa", "eng"], "role": ["director"], "stream": ["Eastern"]}


@given(
    st.lists(
        st.builds(
            Alike,
            st.sets(
                st.sampled_from([f"{group}:{one}" for group in ("kind", "in", "role") for one in _values[group]])
            ).map(lambda tokens: f" {' '.join(sorted(tokens))} "),
            st.sampled_from([EASTERN, WESTERN, frozenset[str]()]),
            st.booleans(),
            st.integers(1, 3),
            st.just(0),
        ),
        max_size=8,
    ),
    st.fixed_dictionaries({}, optional={name: st.frozensets(st.sampled_from(of)) for name, of in _values.items()}),
)
def test_ticking_a_choice_gives_the_number_beside_it(rows: list[Alike], picked: dict[str, frozenset[str]]) -> None:
    found = counted(rows, Filters(picked))

    for group, values in _values.items():
        if not picked.get(group):
            for value in values:
                after = counted(rows, Filters({**picked, group: frozenset({value})}))
                assert after.total == found.of(group, value)
