"""A column changes its type or its name while old and new programs read and write it."""
