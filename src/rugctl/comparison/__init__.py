"""What changed between two states of the records, as values: no git, no disk, no words."""
