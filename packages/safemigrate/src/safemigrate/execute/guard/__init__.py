"""Stops a command that is meant for one environment from running in another's database."""
