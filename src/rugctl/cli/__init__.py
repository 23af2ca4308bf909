"""The command line: one thin file a command. The only user of Typer; here the parts are joined."""
