"""The calendar that people subscribe to: series and records as events, with revisions from history. Pure; icalendar writes it."""
