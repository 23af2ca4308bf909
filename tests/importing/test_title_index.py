"""Titles are found again as if each were compared with each, at far fewer comparisons."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rugctl.importing.meetings.title_index import TitleIndex, same_title

WORDS = ("lamp", "tower", "harbour", "paint", "stairs", "keeper", "wheels")
titles = st.lists(st.sampled_from(WORDS), min_size=2, max_size=5).map(" ".join)


@given(st.lists(titles, max_size=12), titles)
def test_a_title_is_found_where_any_is_like_it(known: list[str], title: str) -> None:
    index: TitleIndex[str] = TitleIndex()
    for one in known:
        index.add(one, one)
    found = index.find(title, lambda other: same_title(other, title))
    wanted = [one for one in known if same_title(one, title)]
    assert found is None if not wanted else found == (title if title in known else wanted[0])


def test_thousands_of_titles_are_not_compared_each_with_each() -> None:
    index: TitleIndex[str] = TitleIndex()
    compared = 0

    def fits(_: str) -> bool:
        nonlocal compared
        compared += 1
        return False

    for number in range(3000):
        title = f"{WORDS[number % 7]} of the {number}th {WORDS[number % 5]}"
        assert index.find(title, fits) is None
        index.add(title, title)
    assert compared < 3000 * 50


def test_the_first_of_equal_titles_that_fits_is_found() -> None:
    index: TitleIndex[int] = TitleIndex()
    index.add("Paint", 1)
    index.add("paint!", 2)
    assert index.find("PAINT", lambda number: number > 1) == 2
    assert index.find("Oil", lambda _: True) is None
