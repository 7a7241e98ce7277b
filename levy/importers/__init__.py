"""Reads a county's files into rows and problems, without the database."""
