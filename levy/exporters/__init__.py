"""Writes a season as files for people and other systems."""
