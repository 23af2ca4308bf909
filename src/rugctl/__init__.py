"""Meetings as data."""
