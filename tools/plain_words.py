"""Finds turns that are not plain American English, in documents, strings, comments and templates.

    .venv/bin/python tools/plain_words.py [PATH …]

Exits with 1 if there is one.  A place where the words are meant literally is listed below with its
reason; an exception that no longer applies is an error, too.
"""

import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
# fmt: off
TURNS = {
    # what is looked for                                      what to write
    r"\banew\b": "again, new, from scratch",
    r"\bstands?\b(?! (?:for|out|by)\b)": "is, holds, applies",
    r"\bmeanwhile\b": "while it runs, during that time",
    r"\bby (?:itself|themselves|himself)\b": "alone, automatically, on its own",
    r"\bthat (?:is|are|was|were) there\b": "existing",
    r"\b(?:is|are|was|were) (?:told|said)\b": "name the actor: prints, reports, says",
    r"\bmend(?:s|ed|ing)?\b": "fix, repair",
    r"\bof before\b": "earlier, previous",
    r"\bwhere it can\b": "if it can, when possible",
    r"\bfor who has\b|\bwho has (?:a|an|no|the)\b": "if you have",
    r"\bto be had\b": "could not get",
    r"\bis so\b(?! (?:that|that\b|\w+ that))": "matches, applies",
    r"\bwhat it asks\b": "what it requires",
    r"\bno more\b(?! than)": "no longer",
    r"\bon the way\b": "in between, in progress",
    r"\b(?:takes?|took|taken|taking) (?:it |them )?back\b": "reverts, downgrades",
    r"\bbeside\b": "next to, alongside, besides",
    r"\bput(?:s)? aside\b": "set apart, deferred",
    r"\ba sentence for\b": "the message for",
    r"\bas (?:the )?\w+ ha(?:s|ve) (?:it|them)\b": "as in, as … defines",
    r"\bfrom (?:now|then|there|here|\d[\w.]*) on\b": "since, starting with, or later",
    r"\bthere and back\b": "up and down",
    r"\bthe one deployer\b": "the deployer lock, the only deployer",
    r"\bhalf[- ]done\b": "incomplete",
}
# fmt: on
# (file, words): why they are meant literally there
LITERAL = {
    (
        "packages/safemigrate/src/safemigrate/journal/runs.py",
        "half done",
    ): "a value stored in the schema _migrate",
    (
        "packages/safemigrate/src/safemigrate/journal/schema.py",
        "half done",
    ): "a value stored in the schema _migrate",
    (
        "packages/safemigrate/src/safemigrate/state/status.py",
        "half done",
    ): "a value stored in the schema _migrate",
    (
        "packages/safemigrate/src/safemigrate/state/doctor/database_checks.py",
        "half done",
    ): "a value stored in the schema _migrate",
    (
        "packages/safemigrate/tests/doctor/test_checks.py",
        "half done",
    ): "a value stored in the schema _migrate",
    ("packages/safemigrate/src/safemigrate/cli/doctor.py", "mended"): "a key of its JSON",
    (
        "packages/safemigrate/src/safemigrate/state/doctor/doctor_finding.py",
        "mend",
    ): "a key of its JSON",
    ("packages/safemigrate/tests/doctor/clinic.py", "mend"): "a key of its JSON",
    ("packages/safemigrate/docs/reference/json.md", "mend"): "a key of its JSON",
    ("packages/safemigrate/docs/reference/json.md", "mended"): "a key of its JSON",
}
PATTERNS = [(re.compile(turn, re.IGNORECASE), plain) for turn, plain in TURNS.items()]
READ = (".md", ".html", ".mako", ".py", ".toml", ".js")
SKIPPED = ("vendor/", "tools/plain_words.py", "requirements.lock", "examples/")


def texts(file: Path) -> Iterator[tuple[int, str]]:
    """Yield each line that people read, with its number; of Python, strings and comments alone."""
    if file.suffix != ".py":
        yield from enumerate(file.read_text().splitlines(), 1)
        return
    for token in tokenize.generate_tokens(io.StringIO(file.read_text()).readline):
        if token.type in (tokenize.STRING, tokenize.COMMENT):
            yield from enumerate(token.string.splitlines(), token.start[0])


def files(paths: list[str]) -> list[Path]:
    """Return the files of the repository, or those below the paths."""
    words = ["git", "ls-files", "-co", "--exclude-standard", "--", *paths]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [
        ROOT / name
        for name in sorted(set(listed.splitlines()))
        if name.endswith(READ)
        and not any(part in name for part in SKIPPED)
        and (ROOT / name).exists()
    ]


def main(paths: list[str]) -> None:
    """Print each turn with its place and what to write instead."""
    found, used = 0, set()
    for file in files(paths):
        name = str(file.relative_to(ROOT))
        for line, text in texts(file):
            for pattern, plain in PATTERNS:
                for match in pattern.finditer(text):
                    place = (name, match[0].lower())
                    if place in LITERAL:
                        used.add(place)
                        continue
                    found += 1
                    print(f"{name}:{line}: {match[0]!r} → {plain}: {text.strip()[:90]}")
    unused = set() if paths else LITERAL.keys() - used
    for name, words in sorted(unused):
        print(f"tools/plain_words.py: {name} does not have {words!r} any more; take it out")
    if found or unused:
        sys.exit(f"{found} turns that are not plain, {len(unused)} exceptions without use.")
    print("No turn that is not plain.")


if __name__ == "__main__":
    main(sys.argv[1:])
