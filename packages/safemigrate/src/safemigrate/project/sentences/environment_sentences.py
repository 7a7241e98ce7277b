"""What to do about a setting that the application reads from the environment and does not find."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from safemigrate.project.sentences.place import shown


def sentence(error: Exception) -> str | None:
    """Return the sentence for a variable that os.environ lacks, or None."""
    if not isinstance(error, KeyError):
        return None
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    if len(frames) < 2 or frames[-1][0] is not type(os.environ).__getitem__.__code__:
        return None
    reader, line = frames[-2]
    return (
        f"{error.args[0]} is not set, and {shown(Path(reader.co_filename))}, line {line}, reads it "
        f"from the environment. Set it (export {error.args[0]}=…), and run the command again; "
        "nothing was run."
    )
