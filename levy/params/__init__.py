"""Numbers of law as data: one TOML a statute, dated by tax year, each with unit and source."""
