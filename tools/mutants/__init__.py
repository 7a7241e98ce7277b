"""How much of the law the tests of the law hold fast: each small change must make a test fail."""
