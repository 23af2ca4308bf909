"""Rows, diagnostics and meetings to text. The only user of rich."""
