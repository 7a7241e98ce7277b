"""Revisions of two branches: whether they commute, and how to put one after the other."""
