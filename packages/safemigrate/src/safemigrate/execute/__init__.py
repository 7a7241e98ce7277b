"""How revisions are run: one deployer, short locks, tries, a journal, and a record of each run."""
