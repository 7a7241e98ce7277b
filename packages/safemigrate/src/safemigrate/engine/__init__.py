"""One function for each command; whoever calls it, command line or program, gets the result."""
