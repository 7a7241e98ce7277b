"""Runs a revision on a connection without a server, and records the statements that it sends."""
