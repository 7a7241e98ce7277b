"""Finds problems of a database and its revision files, each with its fix."""
