"""The schema _migrate: what safemigrate keeps in a database."""
