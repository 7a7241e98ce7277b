"""Which backups a setting removes: those beyond the number and past the age, with exceptions."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

from safemigrate.backup.contents import Contents
from safemigrate.backup.manifest import Manifest
from safemigrate.backup.retention import Retention
from safemigrate.backup.store import StoredBackup
from safemigrate.cli.backup import command

YOUNG, OLD = timedelta(days=29, hours=23), timedelta(days=30, minutes=1)


def stored(name, age, *, database="shop", proven=False):
    manifest = Manifest(
        id=name,
        database=database,
        identity="1",
        began=(datetime.now(UTC) - age).isoformat(),
        seconds=1.0,
        server="17.0",
        client="17.0",
        revisions=[],
        fingerprint="f",
        contents=Contents([], {}),
        files={},
    )
    return StoredBackup(Path(name), manifest, proven)


def aged(*ages, proven=0):
    """Return backups named by their place, of which one is proven."""
    return [stored(str(n), age, proven=n == proven) for n, age in enumerate(ages)]


UNREADABLE = StoredBackup(Path("unreadable"), None, proven=False, fault="damaged")
OTHERS = [stored(f"other{n}", OLD, database="other") for n in range(9)]

# fmt: off
EXPIRED = [
    # setting,              backups, newest first,                    expired,      because
    (Retention(),           aged(*[OLD] * 7),                         [],           "seven are kept"),
    (Retention(),           aged(*[OLD] * 9),                         ["7", "8"],   "the eighth is not"),
    (Retention(),           aged(*[YOUNG] * 9),                       [],           "under 30 days"),
    (Retention(),           aged(*[YOUNG] * 8, OLD),                  ["8"],        "30 days are over"),
    (Retention(),           aged(*[OLD] * 9, proven=8),               ["7"],        "the last proven"),
    (Retention(),           [*aged(*[OLD] * 7), *OTHERS],             [],           "other databases"),
    (Retention(),           [*OTHERS, *aged(*[OLD] * 8)],             ["7"],        "others count not"),
    (Retention(),           [*aged(*[OLD] * 7), UNREADABLE],          [],           "unreadable"),
    (Retention(1, 0),       aged(YOUNG, timedelta()),                 ["1"],        "no age at all"),
    (Retention(2, 30),      aged(OLD, OLD, OLD),                      ["2"],        "a number of two"),
]
# fmt: on


@pytest.mark.parametrize("setting, backups, expired, because", EXPIRED)
def test_expired(setting, backups, expired, because):
    assert [backup.id for backup in setting.expired(backups, "shop")] == expired, because


def test_the_help_says_the_defaults():
    text = " ".join(command.get_help(click.Context(command)).split())
    assert (Retention().keep, Retention().keep_days) == (7, 30)
    assert "Backups to keep (default: the folder's setting, or 7)." in text
    assert "Days to keep each backup (default: the folder's setting, or 30)." in text
