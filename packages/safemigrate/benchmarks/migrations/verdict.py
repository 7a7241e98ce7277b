"""Whether a migration was safe: no error, no lost write, nobody waited longer than allowed."""

from benchmarks.migrations.measurement import Measurement

from safemigrate.execute.limits import LOCK_TIMEOUT

GRACE = 0.1  # seconds
CALM = 3  # times the idle p99: what writers should not feel more than


def allowed(measurement: Measurement) -> float:
    """Return the longest block that is safe, in seconds.

    Twice the lock timeout, a tenth of a second, and what the longest request took while nothing
    was going on: that is the machine's, and no migration's.
    """
    return 2 * LOCK_TIMEOUT.default_value + GRACE + measurement.idle


def waited_too_long(measurement: Measurement) -> bool:
    """Return whether somebody was held up for longer than is safe."""
    return measurement.longest > allowed(measurement)


def is_broken(measurement: Measurement) -> bool:
    """Return whether a request got an error, or a write was lost or made twice."""
    return bool(measurement.errors) or not measurement.intact


def is_safe(measurement: Measurement) -> bool:
    """Return whether there was no error, no lost or doubled write, and no wait too long."""
    return not is_broken(measurement) and not waited_too_long(measurement)


def throughput(stock: Measurement, ours: Measurement) -> float:
    """Return what share of one UPDATE's throughput a change in batches has.

    The starts of its programs count: with few rows they are most of it.
    """
    return stock.total / ours.total


def keeps_pace(stock: Measurement, ours: Measurement) -> bool:
    """Return whether a change in batches is quick enough, and writers do not feel it."""
    return 3 * throughput(stock, ours) >= 2 and ours.p99 <= CALM * ours.idle_p99
