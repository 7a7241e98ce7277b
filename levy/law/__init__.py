"""The engine: levy law as pure functions.  No clock, no file, no database, no float."""

# The states whose levy law the program has: the state's code and the package with its law.
JURISDICTIONS = {"WA": "washington"}
