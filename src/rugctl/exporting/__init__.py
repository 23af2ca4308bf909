"""The tables as files of other programs' formats, a module a format, written whole or not at all."""
