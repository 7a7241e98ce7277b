"""Parameters of the session, set by SET or by a function; sequences set by setval."""

from __future__ import annotations

from collections.abc import Iterator

from safemigrate.lint import sql
from safemigrate.lint.operations import Operation, SetParameter, SetSequence
from safemigrate.lint.reading.object_names import qualified, strings


def set_parameter(node: sql.Node) -> Iterator[Operation]:
    values = [_constant(item) for item in node.args]
    yield SetParameter(node.name, ",".join(values), node.is_local)


def called(node: sql.Node) -> Iterator[Operation]:
    """Yield what the functions of a SELECT change."""
    for call in sql.within(node, "func_call"):
        name = qualified(strings(call.funcname))
        if name == "set_config" and len(call.args) == 3:
            values = [_constant(item) for item in call.args]
            yield SetParameter(values[0], values[1], call.args[2].a_const.boolval.boolval)
        elif name == "setval":
            named = list(sql.within(call.args[0], "sval"))
            yield SetSequence(named[0].sval if named else None)


def _constant(node: sql.Node) -> str:
    for held in sql.within(node, "a_const"):
        match held.WhichOneof("val"):
            case "ival":
                return str(held.ival.ival)
            case "sval":
                return str(held.sval.sval)
            case "fval":
                return str(held.fval.fval)
    return ""
