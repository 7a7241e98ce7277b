"""Runs revisions: one deployer at a time, short lock waits, retries, and a journal of each run."""
