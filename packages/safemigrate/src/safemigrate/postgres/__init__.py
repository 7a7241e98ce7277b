"""PostgreSQL itself: sessions, error codes, names, locks, partitions, durations and sizes."""
