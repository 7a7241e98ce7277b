"""The engine: levy law as pure functions.  No clock, no file, no database, no float."""
