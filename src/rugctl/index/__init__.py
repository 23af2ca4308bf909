"""Records as rows in SQLite: what every query and every rule between records reads."""
