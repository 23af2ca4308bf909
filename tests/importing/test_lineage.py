"""What imports alone made of a record is told from its versions, whatever hands did to it in between."""

from __future__ import annotations

from typing import Any

from rugctl.importing.records.lineage import as_imported


def version(digest: str | None, **values: Any) -> dict[str, Any]:
    source = {"source": {"document": "notes", "digest": digest}} if digest else {}
    return {"date": "2024-01-03", "status": "held"} | values | source


def test_the_first_import_is_what_it_made() -> None:
    made = version("one", notes="said")
    assert as_imported([made, version("one", notes="by hand")], "one") == made


def test_an_update_is_done_again_without_what_hands_did() -> None:
    versions = [
        version("one", notes="said", reason="rain"),
        version("one", notes="by hand", reason="rain", chair="ana"),
        version("two", notes="by hand", reason="snow", chair="ana"),
    ]
    assert as_imported(versions, "two") == version("two", notes="said", reason="snow")


def test_a_record_that_was_planned_first() -> None:
    versions = [{"date": "2024-01-03", "status": "scheduled"}, version("one")]
    assert as_imported(versions, "one") == version("one")


def test_what_no_version_shows_is_not_known() -> None:
    assert as_imported([], "one") is None
    assert as_imported([version(None)], "one") is None
    assert as_imported([version("one")], "two") is None
