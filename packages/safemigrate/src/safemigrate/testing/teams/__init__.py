"""Revisions of two branches: whether they commute, and how one is put after the other."""
