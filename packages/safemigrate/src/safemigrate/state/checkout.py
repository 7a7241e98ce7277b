"""A folder of revision files in which every applied revision has the file that was applied."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.config import Config

from safemigrate.state.position import Position


@contextmanager
def as_applied(config: Config, position: Position) -> Iterator[None]:
    """Point the configuration at the kept files of edited, missing and foreign revisions."""
    candidates = (*position.edited, *position.without_file)
    replaced = {revision for revision in candidates if revision in position.sources}
    if not replaced:
        yield
        return
    before = config.get_main_option("version_locations")
    with tempfile.TemporaryDirectory(prefix="safemigrate-") as folder:
        for number, (revision, linked) in enumerate(position.files.items()):
            if revision not in replaced:
                shutil.copy(linked.file, Path(folder) / f"{number}_{linked.file.name}")
        for revision in replaced:
            source = position.sources[revision]
            (Path(folder) / f"kept_{source.file}").write_text(source.source)
        config.set_main_option("version_locations", folder)
        try:
            yield
        finally:
            if before is None:
                config.remove_main_option("version_locations")
            else:
                config.set_main_option("version_locations", before)
