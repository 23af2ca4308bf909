"""Changes that commands make, as edits of records. Pure but for the ChangeSet that they fill; nothing is written here."""
