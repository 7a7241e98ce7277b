"""Changes a column's type or name while old and new programs read and write it."""
