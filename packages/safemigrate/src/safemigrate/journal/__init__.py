"""The schema _migrate: what safemigrate stores in a database."""
