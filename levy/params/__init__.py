"""Numbers of law as data: one TOML file for each statute; values have tax years and sources."""
