"""Whether the revision files are those that were applied, and what was applied."""
