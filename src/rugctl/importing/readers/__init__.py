"""Files of every format into blocks: what stands on a document's lines, whatever it was written with."""
