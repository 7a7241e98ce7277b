"""One function for each command; the command line and programs call it and get the result."""
