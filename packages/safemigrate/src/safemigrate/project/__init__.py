"""The application's files and settings: the extension, the configuration, the revision files."""
