"""A document's bytes into text that nothing later stumbles over: encodings, line ends, characters that nobody sees."""

from __future__ import annotations

import codecs
import re
import unicodedata

from rugctl.errors import RugctlError

_BOMS = (  # that of UTF-32 first, for it begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EXPORT = "Export it as text, HTML or DOCX, and import that."
_FOREIGN = (  # what the bytes begin with, what that is, what to do
    (rb"%PDF-", "a PDF", "Export the document as text or DOCX, or take the text out: `pdftotext -layout FILE.pdf FILE.txt`."),
    (rb"\xd0\xcf\x11\xe0", "an old Word document (.doc), or one that a password locks", "Save it as DOCX without a password."),
    (rb"PK.{28}mimetypeapplication/vnd\.oasis", "an OpenDocument file", "Save it as DOCX."),
    (rb"PK(?:\x03\x04|\x05\x06|\x07\x08)", "a zip archive that is no DOCX", "Unpack it, and import the document that is in it."),
    (rb"\s*\{\\rtf", "an RTF document", "Save it as DOCX."),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|RIFF.{4}WEBP", "an image", "Import the text that it shows, not the picture."),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!", "a compressed file", "Unpack it, and import the document that is in it."),
)
_DECLARED = re.compile(rb"(?:charset|encoding|coding)\s*[:=]\s*[\"']?\s*([A-Za-z][\w.:-]*)", re.IGNORECASE)
_IN_LINES = 2048  # bytes at either end of a document in which it says how it is encoded
_LATIN = frozenset({"ascii", "iso8859-1"})  # who declares these means cp1252, as browsers hold it
_STATEFUL = ("iso2022", "hz")  # ASCII bytes that say other characters
_UNPRINTABLE = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_SIGN_IN_WORD = re.compile(r"(?<=[a-z])[^\w\s'’.,:;/@&+()\[\]{}<>\"“”|=?!%#$*~^`\\–—-](?=[a-z])|(?<=[a-z])[²³¹¼½¾](?=[a-z])")
_SIGN_AT_WORD = re.compile(r"(?<=[a-z])[¦¶±¼¾¹³¬©®]|[¦¶±¼¾¹³¬©®](?=[a-z])")
_LINE_ENDS = re.compile(r"\r\n?|\f+|[\v\x85\u2028\u2029]")

_SEEN = str.maketrans(
    {
        **dict.fromkeys(
            "\v\f\r\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000", " "
        ),
        **dict.fromkeys((*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))),
        **dict.fromkeys("\xad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"),
        **dict.fromkeys("\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb\ufffe\uffff"),
        "\u2010": "-",
        "\u2011": "-",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\uf0a7": "▪",  # bullets and ticks of the fonts Symbol and Wingdings
        "\uf0a8": "☐",
        "\uf0b7": "•",
        "\uf0d8": "➢",
        "\uf0fc": "✓",
        "\uf0fe": "☑",
    }
)
_JOINERS = re.compile(r"(?<![^\0-\x7f])[\u200c\u200d]+|(?<![\u200c\u200d])[\u200c\u200d]++(?![^\0-\x7f])")


def decode(name: str, data: bytes) -> str:
    r"""Return the text of a document, its lines ended by `\n` only.

    UTF-8, UTF-16 and UTF-32 are known by their marks or by themselves, others where the document declares them; what is
    left is taken for cp1252, or for an encoding of Central Europe where that makes words of what has signs in it. Raises RugctlError where the bytes are no text.
    """
    refuse_foreign(name, data)
    text = _text(data)
    if len(_UNPRINTABLE.findall(text)) * 50 > len(text):
        raise RugctlError(f"{called(name)} is not text", _EXPORT)
    return visible(_LINE_ENDS.sub(_line_end, _ESCAPES.sub("", text)))


def refuse_foreign(name: str, data: bytes) -> None:
    """Raise RugctlError for the formats that are known and not read."""
    for start, what, help in _FOREIGN:
        if re.match(start, data, re.DOTALL):
            raise RugctlError(f"{called(name)} is {what}", help)


def called(name: str) -> str:
    """Return how a message calls a document: its path, or standard input for `-`."""
    return "standard input" if name == "-" else name


def visible(text: str) -> str:
    """Return a text as a person sees it: no characters without width, every space a plain one, accents composed."""
    if text.isascii() and text.isprintable():
        return text
    text = _JOINERS.sub("", text.translate(_SEEN))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _line_end(match: re.Match[str]) -> str:
    """Form feeds at either end of a line only end a page; in the middle of one they end the line as well."""
    around = (match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1])
    return "" if match[0][0] == "\f" and {"", "\r", "\n"}.intersection(around) else "\n"


def _text(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    declared = _declared(data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return (declared and _decoded(data, declared)) or _central_european(data) or data.decode("utf-8", "rugctl-cp1252")
    stateful = declared is not None and declared.startswith(_STATEFUL)
    return (stateful and declared and _decoded(data, declared)) or text


def _central_european(data: bytes) -> str | None:
    """Return a text of which cp1252 would put signs within words, `Pawe³ek`, as cp1250 or Latin-2 has it: `Pawełek`."""
    read = {encoding: _decoded(data, encoding) or "" for encoding in ("cp1250", "iso8859-2")}
    signs = {encoding: len(_SIGN_IN_WORD.findall(text)) for encoding, text in read.items()}
    western = len(_SIGN_IN_WORD.findall(data.decode("cp1252", "replace")))
    best = min(read, key=lambda encoding: (not read[encoding], signs[encoding], len(_SIGN_AT_WORD.findall(read[encoding]))))
    return read[best] if read[best] and signs[best] < western else None


def _wide(data: bytes) -> str | None:
    """Return the encoding of UTF-16 without a mark: of Latin text every other byte is 0."""
    start = data[:4096]
    half = len(start) // 2
    if half and start[1::2].count(0) > half * 0.7 and not start[::2].count(0):
        return "utf-16-le"
    if half and start[::2].count(0) > half * 0.7 and not start[1::2].count(0):
        return "utf-16-be"
    return None


def _declared(data: bytes) -> str | None:
    """Return the first encoding that the document names for itself and that we know: HTML, XML, Emacs, vim."""
    for match in _DECLARED.finditer(data[:_IN_LINES] + b"\n" + data[-_IN_LINES:]):
        try:
            name = codecs.lookup(match[1].decode("ascii", "replace")).name
        except (LookupError, ValueError):
            continue
        if not name.startswith(("utf", "undefined")):
            return "cp1252" if name in _LATIN else name
    return None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as cp1252, one by one: a document may be put together of pieces of both."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    text = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in error.object[error.start : error.end])
    return text, error.end


codecs.register_error("rugctl-cp1252", _as_cp1252)
