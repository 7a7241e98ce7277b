"""What a person does with a season: one file for each thing; each owns its transaction."""
