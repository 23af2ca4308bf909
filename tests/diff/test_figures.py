"""The figures that a comparison tells are those that a query gives at either end."""

from __future__ import annotations

import pytest

from rugctl.comparison.changes import Count
from rugctl.queries.attendance import attendance_sums
from rugctl.queries.selection import Selection, with_children
from tests.books import entry, index_of
from tests.diff.ends import change, comparison_of, edited
from tests.diff.scenarios import SCENARIOS
from tests.queries.small import small_files


@pytest.mark.parametrize("name", ["affiliations", "organizations"])
def test_they_are_those_of_attendance(name: str) -> None:
    ends = small_files(), edited(*SCENARIOS[name])
    indexes = [index_of([entry(path, text) for path, text in files.items()]) for files in ends]
    figures = comparison_of(*ends).figures
    assert figures
    assert any(one.parts for one in figures)
    for one in figures:
        assert one.organization
        for index, told in zip(indexes, (one.before, one.after), strict=True):
            sums = attendance_sums(
                index, Selection(organizations=with_children(index, one.organization) if one.parts else (one.organization,))
            )
            assert (sum(row.meetings for row in sums), len(sums)) == (told.attendances, told.people)


def test_organizations_that_are_part_of_each_other_are_all_one() -> None:
    ring = change("organizations.yaml", ("cern: {name: CERN}", "cern: {name: CERN, parent: cern-it}"))
    figures = comparison_of(edited(), edited(ring)).figures
    assert [(one.name, one.parts, one.before, one.after) for one in figures or ()] == [("CERN IT", True, Count(1, 1, 1), Count(4, 3, 2))]
