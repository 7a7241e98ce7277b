"""Mutation tests of the law: each small change of its code must make a test fail."""
