"""Questions to the database, one file a noun; whoever asks owns the transaction."""
