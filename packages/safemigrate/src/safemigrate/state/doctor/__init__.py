"""What is wrong with a database and its revision files, each with what mends it."""
