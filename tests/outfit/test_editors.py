"""What an editor shows, asked of the language server that editors run for YAML: modeline and schemas are all it is given."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.outfit.node import MODULES, needs
from tests.outfit.test_init import begin
from tests.writing.desk import Desk

pytestmark = needs("yaml-language-server")
MODELINE = "# yaml-language-server: $schema=../../schemas/meeting.schema.json\n"


class Editor:
    """As much of an editor as is needed to ask the server. Source: the Language Server Protocol 3.17, base protocol."""

    def __init__(self, process: subprocess.Popen[bytes], root: Path) -> None:
        self._process, self._root, self._last = process, root, 0
        self.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": {}})
        self._tell("initialized", {})

    def ask(self, method: str, params: Mapping[str, Any]) -> Any:
        """Send a request and return its result."""
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        return next(message["result"] for message in self._messages() if message.get("id") == self._last and "method" not in message)

    def open(self, path: str, text: str) -> list[tuple[int, str]]:
        """Open a file and return what is marked in it: lines from 1, and messages."""
        document = {"uri": self._uri(path), "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        found = next(m["params"] for m in self._messages() if m.get("method") == "textDocument/publishDiagnostics")
        assert found["uri"] == self._uri(path)
        return [(one["range"]["start"]["line"] + 1, one["message"]) for one in found["diagnostics"]]

    def offered(self, path: str, line: int, column: int) -> set[str]:
        """Return what is offered where the cursor stands, counted from 1."""
        position = {"line": line - 1, "character": column - 1}
        result = self.ask("textDocument/completion", {"textDocument": {"uri": self._uri(path)}, "position": position})
        return {item["label"] for item in (result["items"] if isinstance(result, dict) else result)}

    def _uri(self, path: str) -> str:
        return (self._root / path).as_uri()

    def _tell(self, method: str, params: Mapping[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _messages(self) -> Iterator[dict[str, Any]]:
        """Yield what the server says; its own questions, about settings, are answered with nothing."""
        assert self._process.stdout is not None
        while header := self._process.stdout.readline():
            while line := self._process.stdout.readline().strip():
                header += line
            message = json.loads(self._process.stdout.read(int(header.split(b":")[1].split()[0])))
            if "id" in message and "method" in message:
                self._send({"id": message["id"], "result": [None] * len(message["params"].get("items", ()))})
            yield message


@contextmanager
def edited(root: Path) -> Iterator[Editor]:
    command = ["node", str(MODULES / "yaml-language-server/bin/yaml-language-server"), "--stdio"]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            yield Editor(process, root)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A repository as `init` makes it, with one meeting."""
    desk = begin(tmp_path_factory.mktemp("editors"))
    assert desk.run("new-meeting", "--title", "A talk", "--speaker", "Ada Example (Lab)").code == 0
    return desk


def test_every_record_that_a_command_wrote_is_right(desk: Desk) -> None:
    with edited(desk.root) as editor:
        files = sorted((desk.root / "data").rglob("*.yaml"))
        assert len(files) == 6
        for path in files:
            assert editor.open(path.relative_to(desk.root).as_posix(), path.read_text(encoding="utf-8")) == []


MISTAKES = [
    ("date: 2024-06-05\nstatus: hold\n", 3, "Value is not accepted"),
    ("date: 2024-06-05\nstatus: held\nagendum: []\n", 4, "Property agendum is not allowed"),
    ("date: 2024-06-05\n", 2, 'Missing property "status"'),
    ("date: 2024-06-05\nstatus: held\nduration: long\n", 4, 'Incorrect type. Expected "integer'),
    ("date: 5 June\nstatus: held\n", 2, "String does not match the pattern"),
    ("date: 2024-06-05\nstatus: held\nagenda:\n  - title: A\n    kind: lecture\n", 6, "Value is not accepted"),
]


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES, ids=[message for *_, message in MISTAKES[:-1]] + ["deeper"])
def test_what_is_wrong_is_marked_at_its_line(desk: Desk, text: str, line: int, message: str) -> None:
    with edited(desk.root) as editor:
        found = editor.open("data/meetings/2024-06-05.yaml", MODELINE + text)
    assert [at for at, _ in found] == [line], found
    assert found[0][1].startswith(message)


def test_keys_and_values_are_offered(desk: Desk) -> None:
    with edited(desk.root) as editor:
        path = "data/meetings/2024-06-05.yaml"
        editor.open(path, f"{MODELINE}date: 2024-06-05\nstatus: \nagenda:\n  - title: A\n    \n\n")
        assert editor.offered(path, 3, 9) >= {"scheduled", "held", "cancelled", "no-show"}
        assert editor.offered(path, 6, 5) >= {"kind", "speakers", "topics", "notes"}
        assert editor.offered(path, 7, 1) >= {"attendees", "chair", "regrets"}


def test_without_the_modeline_nothing_is_known(desk: Desk) -> None:
    """So it is the modeline that does it, and no schema that the server knows of itself."""
    with edited(desk.root) as editor:
        assert editor.open("data/meetings/2024-06-05.yaml", "date: 2024-06-05\nstatus: hold\n") == []
