"""A plan as text, 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from safemigrate.postgres.durations import duration_words
from safemigrate.postgres.locks import MODES, WORDS
from safemigrate.postgres.sizes import count, size_words

WIDTH = 80
STRENGTH = {WORDS[mode]: number for number, mode in enumerate(MODES)}
SLOW = 1000  # milliseconds; a transaction open for longer is reported
SQL_LINES = 3


def report(plan: dict[str, Any]) -> str:
    """Return the text of a plan's document."""
    if not plan["revisions"]:
        revisions = ", ".join(plan["database"]["revisions"]) or "no revision"
        return f"Nothing to plan: {plan['database']['name']} is at {revisions}.\n"
    lines = [*_head(plan)]
    for revision in plan["revisions"]:
        lines += ["", *_revision(plan, revision)]
    lines += ["", *_foot(plan)]
    return "\n".join(lines) + "\n"


def _head(plan: dict[str, Any]) -> Iterator[str]:
    database, clone = plan["database"], plan["clone"]
    revisions = count(len(plan["revisions"]), "pending revision")
    yield from _wrapped(
        f"Plan for {database['name']} (PostgreSQL {database['version']}): {revisions}, run on a "
        f"clone of the schema ({clone['where']}, {clone['how']})."
    )
    longest = database["longest_transaction"]
    if longest and longest["seconds"] * 1000 >= SLOW:
        client = longest["application"] or longest["user"]
        yield from _wrapped(
            f"The oldest open transaction has lasted {duration_words(longest['seconds'])} (pid "
            f"{longest['pid']}, {client}, {longest['state']}). A strong lock on a table that it "
            "uses waits for it, and blocks everyone behind it."
        )
    transactions = {statement["transaction"] for statement in plan["statements"]}
    if len(plan["revisions"]) > 1 and len(transactions) == 1:
        yield from _wrapped(
            "All revisions share one transaction, so every lock is held until the last statement: "
            "transaction_per_migration=True in env.py gives each its own."
        )
    for note in clone["notes"]:
        yield from _wrapped(note)


def _revision(plan: dict[str, Any], revision: dict[str, Any]) -> Iterator[str]:
    yield f"{revision['revision']}  {revision['message']}"
    yield f"  {revision['file']}"
    statements = [
        statement
        for statement in plan["statements"]
        if statement["revision"] == revision["revision"] and not _asks_the_catalogue(statement)
    ]
    if not statements and not plan["failure"]:
        yield "  runs no statement"
    for statement in statements:
        yield from _statement(statement)
    if not revision["way_back"]:
        yield "  cannot be downgraded: its downgrade() does nothing or refuses"


def _asks_the_catalogue(statement: dict[str, Any]) -> bool:
    question = statement["sql"].upper().startswith(("SELECT", "SHOW", "WITH"))
    return question and not statement["locks"] and not statement["failed"]


def _statement(statement: dict[str, Any]) -> Iterator[str]:
    sql = wrap(" ".join(statement["sql"].split()), WIDTH - 9)
    if len(sql) > SQL_LINES:
        sql = [*sql[: SQL_LINES - 1], sql[SQL_LINES - 1][: WIDTH - 11] + " …"]
    yield f"  {statement['line']:>4}  {sql[0] if sql else ''}"
    yield from (f"        {line}" for line in sql[1:])
    if statement["failed"]:
        yield "        FAILS"
        return
    for sentence in _facts(statement):
        yield from _wrapped(sentence, indent=8)


def _facts(statement: dict[str, Any]) -> Iterator[str]:
    locks = _shown_locks(statement["locks"])
    for lock in locks:
        yield f"{_table(statement, lock['relation'])}: {lock['mode']}, blocks " + " and ".join(
            lock["blocks"]
        )
    if not statement["transactional"]:
        yield "runs outside a transaction: if it fails, its partial work remains"
    work = _work(statement)
    if work:
        yield "; ".join(work)
    elif not locks:
        yield "blocks nobody"
    for held_lock in _shown_locks(statement["held"]):
        yield f"while {held_lock['relation']} is still locked ({held_lock['mode']})"
    yield from _cost(statement, worth_telling=bool(work))
    for note in statement["notes"]:
        yield f"note: {note}"
    if statement["safe_way"]:
        yield f"safe way: {statement['safe_way']}"


def _work(statement: dict[str, Any]) -> list[str]:
    kinds = (("rewritten", "rewrites"), ("emptied", "empties"), ("scanned", "reads every row of"))
    work = [f"{verb} {', '.join(statement[key])}" for key, verb in kinds if statement[key]]
    work += [f"builds index {build['index']} on {build['table']}" for build in statement["built"]]
    work += [
        f"looks up every row of {check['table']} in {check['refers']}"
        for check in statement["foreign_keys_checked"]
    ]
    if statement["scan_skipped"]:
        work.append(f"skips reading {', '.join(statement['scan_skipped'])}: a check proves it")
    return work


def _cost(statement: dict[str, Any], *, worth_telling: bool) -> Iterator[str]:
    estimated = statement["estimated"]
    blocked = estimated["blocked_milliseconds"]
    if not worth_telling and not blocked:
        return
    cost = [f"about {duration_words(estimated['milliseconds'] / 1000)}"]
    if blocked:
        cost.append(f"blocked about {duration_words(blocked / 1000)}")
    if estimated["disk_bytes"]:
        cost.append(
            f"disk {size_words(estimated['disk_bytes'])}, WAL {size_words(estimated['wal_bytes'])}"
        )
    yield "; ".join(cost) + " (estimated)"


def _shown_locks(locks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the blocking locks, without those of indexes whose table has as strong a lock."""
    blocking = [lock for lock in locks if lock["blocks"]]
    tables = [STRENGTH[lock["mode"]] for lock in blocking if lock["kind"] not in {"i", "I", "S"}]
    strongest = max(tables, default=-1)
    return [
        lock
        for lock in blocking
        if lock["kind"] not in {"i", "I", "S"} or STRENGTH[lock["mode"]] > strongest
    ]


def _table(statement: dict[str, Any], relation: str) -> str:
    facts = statement["tables"].get(relation)
    if not facts:
        return relation
    parts = [count(facts["rows"], "row"), size_words(facts["bytes"])]
    parts += [
        f"{facts[f'{traffic}_per_second']:,.0f} {traffic}/s"
        for traffic in ("reads", "writes")
        if facts[f"{traffic}_per_second"] >= 1
    ]
    return f"{relation} ({', '.join(parts)})"


def _foot(plan: dict[str, Any]) -> Iterator[str]:
    if plan["failure"]:
        yield "upgrade would fail:"
        for line in plan["failure"].splitlines():
            yield from _wrapped(line, indent=2)
        return
    longest = plan["longest_block"]
    if longest is None:
        yield "Nothing here blocks the application's reads or writes."
        return
    speeds = (
        "speeds measured on the clone's server" if plan["speeds"]["measured"] else "default speeds"
    )
    yield from _wrapped(
        f"Longest predicted block: {duration_words(longest['milliseconds'] / 1000)}, on "
        f"{', '.join(longest['relations'])} ({longest['revision']}, line {longest['line']}; "
        f"estimated from table sizes and {speeds}; the wait for each lock comes on top)."
    )


def _wrapped(text: str, *, indent: int = 0) -> list[str]:
    return wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + (2 if indent else 0)),
        break_on_hyphens=False,
    )
