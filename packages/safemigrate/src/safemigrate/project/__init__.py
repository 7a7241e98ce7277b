"""The application's files and settings: what is mounted, the configuration, its revision files."""
