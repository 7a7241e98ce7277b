"""How long a migration holds up the application: stock Flask-Migrate next to safemigrate."""
