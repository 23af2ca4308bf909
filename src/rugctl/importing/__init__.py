"""Old minutes into records: a document's text becomes an import report. Pure: no disk, no git, no clock."""
