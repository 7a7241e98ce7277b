"""A season becomes the files that people and other systems read."""
