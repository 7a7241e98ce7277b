"""The message for an environment variable that the application needs and that is not set."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from safemigrate.project.sentences.place import shown


def sentence(error: Exception) -> str | None:
    """Return the message for a variable that is missing in os.environ, or None."""
    if not isinstance(error, KeyError):
        return None
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    if len(frames) < 2 or frames[-1][0] is not type(os.environ).__getitem__.__code__:
        return None
    reader, line = frames[-2]
    return (
        f"Environment variable {error.args[0]} is not set; {shown(Path(reader.co_filename))}, "
        f"line {line}, needs it. Nothing was run. Set it (export {error.args[0]}=…) and run the "
        "command again."
    )
