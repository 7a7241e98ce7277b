"""A project's own migrations under test: the checks of `db test`, and a plugin for pytest."""
