"""The range of supported PostgreSQL major versions; `make test-majors` tests both ends."""

OLDEST = 12
NEWEST = 18
