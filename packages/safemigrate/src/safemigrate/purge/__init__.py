"""Ends soft drops: what was set aside long enough ago goes for good."""
