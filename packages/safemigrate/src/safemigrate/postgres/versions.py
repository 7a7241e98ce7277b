"""The majors of PostgreSQL that this package is for; each end runs in `make test-majors`."""

OLDEST = 12
NEWEST = 18
