"""Changes many rows of a table in small batches, while people use it."""
