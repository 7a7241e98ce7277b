"""What a downgrade would lose, counted before it runs."""
