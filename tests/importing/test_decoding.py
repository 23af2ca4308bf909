"""Bytes into text: encodings, line ends, what nobody sees, and what is no text at all."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.errors import RugctlError
from rugctl.importing.readers.decoding import decode, visible
from rugctl.importing.words.addresses import unwrap
from tests.importing.wordfile import docx

WORDS = "Rémi – “Żółć”"
ENCODED = {
    "UTF-8": WORDS.encode(),
    "UTF-8 with a mark": codecs.BOM_UTF8 + WORDS.encode(),
    "UTF-16 little": codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
    "UTF-16 big": codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
    "UTF-32 little": codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"),
    "UTF-32 big": codecs.BOM_UTF32_BE + WORDS.encode("utf-32-be"),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED)
def test_unicode(data: bytes) -> None:
    assert decode("a", data) == WORDS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    assert decode("a", "Attendees\r\nRémi".encode(encoding)) == "Attendees\nRémi"


DECLARED = [
    ('<meta charset="iso-8859-2">', "iso-8859-2", "Żółć"),
    ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "cp1251", "Иван"),
    ("<?xml version='1.0' encoding='ISO-8859-15'?>", "iso-8859-15", "5 €"),
    ("-*- coding: latin-1 -*-", "cp1252", "Rémi “said”"),
    ("# vim: set fileencoding=koi8-r :", "koi8-r", "Иван"),
    ("charset=shift_jis", "shift_jis", "東京"),
    ("charset=iso-2022-jp", "iso-2022-jp", "東京"),
]


@pytest.mark.parametrize(("declaration", "encoding", "words"), DECLARED)
def test_a_declared_encoding(declaration: str, encoding: str, words: str) -> None:
    assert decode("a", f"{declaration}\n{words}".encode(encoding)) == f"{declaration}\n{words}"


@pytest.mark.parametrize("declaration", ["charset=iso-8859-2", "coding: rot13", "coding: no-such", "encoding: utf-16", "coding: base64"])
def test_a_declaration_that_is_wrong_counts_for_nothing(declaration: str) -> None:
    assert decode("a", f"{declaration}\nRémi".encode()) == f"{declaration}\nRémi"


@pytest.mark.parametrize("declaration", ["coding: hex", "coding: undefined", "coding: idna", "charset=utf-8", "charset=big5"])
def test_what_nothing_else_reads_is_taken_for_cp1252(declaration: str) -> None:
    assert decode("a", declaration.encode() + b"\nR\xe9mi \x93x\x94") == f"{declaration}\nRémi “x”"


@pytest.mark.parametrize("encoding", ["cp1250", "iso-8859-2"])
@pytest.mark.parametrize("words", ["Paweł Wałęsa, Świętopełk, Gęś", "Grażyna Żółć"])
def test_signs_within_words_are_letters_of_central_europe(encoding: str, words: str) -> None:
    assert decode("a", words.encode(encoding)) == words


@pytest.mark.parametrize("words", ["m³ and x²y, 25±3", "¿Qué? Ñandú", "Ångström · François’s “œuvre”", "½-hour, naïve"])
def test_signs_elsewhere_stay(words: str) -> None:
    assert decode("a", words.encode("cp1252")) == words


def test_a_document_pasted_together_of_two_encodings() -> None:
    assert decode("a", "Żółć, ".encode() + "Rémi".encode("cp1252")) == "Żółć, Rémi"


LINES = {
    "a\r\nb": "a\nb",
    "a\rb": "a\nb",
    "a\r\r\nb": "a\n\nb",
    "a\n\fb": "a\nb",
    "a\f\nb": "a\nb",
    "a\fb\f\f": "a\nb",
    "a\vb\x85c\u2028d\u2029e": "a\nb\nc\nd\ne",
}


@pytest.mark.parametrize(("text", "expected"), LINES.items(), ids=repr)
def test_line_ends(text: str, expected: str) -> None:
    assert decode("a", text.encode()) == expected


SEEN = {
    "a\u200bb\ufeffc\u2060d": "abcd",
    "soft\xadhyphen": "softhyphen",
    "no\xa0break\u202fspace": "no break space",
    "non\u2011breaking": "non-breaking",
    "\u202aleft\u202c \u2066to\u2069 right": "left to right",
    "o\ufb03ce": "office",
    "Re\u0301mi": "Rémi",
    "a\u200db": "ab",
    "👩\u200d💻": "👩\u200d💻",
    "می\u200cخواهم": "می\u200cخواهم",
    "\uf0b7 point": "• point",
    "tab\tstays": "tab\tstays",
}


@pytest.mark.parametrize(("text", "expected"), SEEN.items(), ids=ascii)
def test_a_text_is_what_a_person_sees(text: str, expected: str) -> None:
    assert visible(text) == expected


def test_control_characters_and_colours_of_a_terminal_are_dropped() -> None:
    text = "\x1b[1;31mRed\x1b[0m" + " words" * 50 + "\x07\x00"
    assert decode("a", text.encode()) == "Red" + " words" * 50


NO_TEXT = {
    "PDF": (b"%PDF-1.7\n...", "a PDF", "pdftotext -layout"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "an old Word document", "DOCX"),
    "OpenDocument": (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument", "DOCX"),
    "zip": (b"PK\x03\x04" + bytes(40), "a zip archive", "Unpack"),
    "RTF": (b"{\\rtf1\\ansi Hello}", "an RTF document", "DOCX"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(9), "an image", "text"),
    "JPEG": (b"\xff\xd8\xff\xe0" + bytes(9), "an image", "text"),
    "gzip": (b"\x1f\x8b\x08" + bytes(9), "a compressed file", "Unpack"),
    "zeros": (bytes(100), "not text", "Export"),
    "noise": (bytes(range(256)) * 4, "not text", "Export"),
}


@pytest.mark.parametrize(("data", "what", "help"), NO_TEXT.values(), ids=NO_TEXT)
def test_what_is_no_text_says_what_to_do(data: bytes, what: str, help: str) -> None:
    with pytest.raises(RugctlError) as caught:
        decode("minutes", data)
    assert caught.value.message.startswith("minutes is ")
    assert what in caught.value.message
    assert help in (caught.value.help or "")


def test_standard_input_is_called_so() -> None:
    with pytest.raises(RugctlError, match="standard input is a PDF"):
        decode("-", b"%PDF-1.4")


@given(st.binary() | st.text().map(str.encode) | st.sampled_from([docx("")]))
def test_any_bytes_give_lines_or_a_message(data: bytes) -> None:
    with contextlib.suppress(RugctlError):
        text = decode("a", data)
        assert text.splitlines() == text.split("\n")[: len(text.splitlines())]


@given(st.text(st.characters() | st.sampled_from("a👩\u200c\u200d\xad\u0301")))
def test_what_is_visible_stays(text: str) -> None:
    assert visible(visible(text)) == visible(text)


WRAPPED = {
    "https://www.google.com/url?q=https://example.org/a%3Fb%3D1%23c&sa=D&ust=1": "https://example.org/a?b=1#c",
    "https://www.google.com/url?sa=D&q=http://example.org": "http://example.org",
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fx&data=05": "https://example.org/x",
    "https://www.google.com/search?q=https://example.org": "https://www.google.com/search?q=https://example.org",
    "https://www.google.com/url?q=no-address": "https://www.google.com/url?q=no-address",
    "https://example.org/?q=https://example.com": "https://example.org/?q=https://example.com",
}


@pytest.mark.parametrize(("url", "target"), WRAPPED.items())
def test_redirects_are_taken_off_addresses(url: str, target: str) -> None:
    assert unwrap(url) == target
