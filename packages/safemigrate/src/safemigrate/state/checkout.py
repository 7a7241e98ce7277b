"""A folder in which every applied revision has the file that was applied."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.config import Config

from safemigrate.state.position import Position


@contextmanager
def as_applied(config: Config, at: Position) -> Iterator[None]:
    """Let the configuration find the files of edited, missing and foreign revisions as kept."""
    replaced = {each for each in (*at.edited, *at.gone) if each in at.sources}
    if not replaced:
        yield
        return
    before = config.get_main_option("version_locations")
    with tempfile.TemporaryDirectory(prefix="safemigrate-") as folder:
        for number, (revision, each) in enumerate(at.files.items()):
            if revision not in replaced:
                shutil.copy(each.file, Path(folder) / f"{number}_{each.file.name}")
        for name in replaced:
            (Path(folder) / f"kept_{at.sources[name].file}").write_text(at.sources[name].source)
        config.set_main_option("version_locations", folder)
        try:
            yield
        finally:
            if before is None:
                config.remove_main_option("version_locations")
            else:
                config.set_main_option("version_locations", before)
