"""Counts what a downgrade would lose before it runs."""
