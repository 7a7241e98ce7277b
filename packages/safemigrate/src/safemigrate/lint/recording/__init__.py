"""Runs a revision on a connection that leads nowhere, and keeps what it would have sent."""
