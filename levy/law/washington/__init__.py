"""Washington State: one statute, one file."""
