"""What became of each line of a document: the proof that nothing was lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rugctl.importing.blocks import Block, Document
from rugctl.importing.report import LineUse


@dataclass(slots=True)
class Ledger:
    """The lines of one document, each entered once: the first entry holds, but a field displaces structure."""

    document: Document
    _uses: dict[int, LineUse] = field(default_factory=dict)

    def enter(self, block: Block, name: str) -> None:
        """Note that a block's lines stand in a field."""
        for line in range(block.first, block.last + 1):
            known = self._uses.get(line)
            if known is None or known.use != "field":
                self._uses[line] = LineUse(self.document.name, line, "field", name)

    def structure(self, block: Block) -> None:
        """Note that a block's lines only give form: labels, headings of parts."""
        for line in range(block.first, block.last + 1):
            self._uses.setdefault(line, LineUse(self.document.name, line, "structure"))

    def close(self) -> Iterator[LineUse]:
        """Yield every line with what became of it; what nobody entered is unparsed."""
        for number, line in enumerate(self.document.lines, 1):
            if not line.strip():
                yield LineUse(self.document.name, number, "blank")
            elif number in self._uses:
                yield self._uses[number]
            else:
                use = "structure" if number in self.document.structure else "unparsed"
                yield LineUse(self.document.name, number, "structure" if use == "structure" else "unparsed")
