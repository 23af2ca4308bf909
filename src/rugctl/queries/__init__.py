"""Questions to the index: pure functions of a connection and explicit arguments that return frozen rows."""
