"""A county's files become rows and problems; nothing here knows the database."""
