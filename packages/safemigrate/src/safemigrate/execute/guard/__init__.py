"""Keeps what is meant for one environment away from the database of another."""
