"""Session parameters set by SET or by a function; sequences set by setval."""

from __future__ import annotations

from collections.abc import Iterator

from safemigrate.lint import sql
from safemigrate.lint.operations import Operation, SetParameter, SetSequence
from safemigrate.lint.reading.object_names import qualified, strings


def set_parameter(node: sql.Node) -> Iterator[Operation]:
    values = [_constant(item) for item in node.args]
    yield SetParameter(node.name, ",".join(values), node.is_local)


def settings_changed(node: sql.Node) -> Iterator[Operation]:
    """Yield the parameters and sequences that the functions in a SELECT change."""
    for call in sql.nodes(node, "func_call"):
        name = qualified(strings(call.funcname))
        if name == "set_config" and len(call.args) == 3:
            values = [_constant(item) for item in call.args]
            yield SetParameter(values[0], values[1], call.args[2].a_const.boolval.boolval)
        elif name == "setval":
            constants = list(sql.nodes(call.args[0], "sval"))
            yield SetSequence(constants[0].sval if constants else None)


def _constant(node: sql.Node) -> str:
    for constant in sql.nodes(node, "a_const"):
        match constant.WhichOneof("val"):
            case "ival":
                return str(constant.ival.ival)
            case "sval":
                return str(constant.sval.sval)
            case "fval":
                return str(constant.fval.fval)
    return ""
