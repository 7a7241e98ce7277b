"""The small changes: each is a mistake that the code could contain.

Not changed, because they are not part of the law: text (labels, messages, keys, citations), type
annotations, decorators, and how an error is composed.  The text of a worksheet's formulas is law
and is changed.
"""

import ast
import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal

COMPARISONS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
OPERATORS: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any"}
REMOVABLE = ("to_cents", "or_zero")  # calls that a change replaces by their argument
CHOOSERS = ("min", "max", "lesser")  # calls that a change makes without one of their arguments
ROUNDINGS = {
    "half_up": "down",
    "half_down": "half_up",
    "down": "half_up",
    "ROUND_HALF_UP": "ROUND_DOWN",
    "ROUND_HALF_DOWN": "ROUND_HALF_UP",
    "ROUND_DOWN": "ROUND_HALF_UP",
    "ROUND_05UP": "ROUND_DOWN",
}
FIGURES = {
    "ZERO": "1",
    "ONE": "2",
    "CENTS": "CENTS + 1",
    "CERTIFIED": "CERTIFIED - 1",
    "WORKSHEET": "WORKSHEET - 1",
}
FORMULA_PARTS = {
    " + ": " - ",
    " - ": " + ",
    " * ": " / ",
    " / ": " * ",
    "lesser(": "greater(",
    "greater(": "lesser(",
    "cents(": "(",
}
WRITERS = ("computed", "computed_or_blank")  # the methods of Working that take a formula
FORMULA_ARGUMENT = 4  # its position in their arguments


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the replacements of a node."""
    kind = type(node).__name__
    change = globals().get(f"_{kind.lower()}")
    if change is not None:
        yield from change(node)


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    for place, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            changed = deepcopy(node)
            changed.ops[place] = other()
            yield changed


def _binop(node: ast.BinOp) -> Iterator[ast.AST]:
    if not any(_is_text(side) for side in (node.left, node.right)):
        yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)


def _augassign(node: ast.AugAssign) -> Iterator[ast.AST]:
    yield ast.AugAssign(node.target, OPERATORS[type(node.op)](), node.value)


def _unaryop(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


def _boolop(node: ast.BoolOp) -> Iterator[ast.AST]:
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    yield ast.BoolOp(other(), node.values)
    for place in range(len(node.values)):
        rest = [value for index, value in enumerate(node.values) if index != place]
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _ifexp(node: ast.IfExp) -> Iterator[ast.AST]:
    if _is_plain(node.test):
        yield ast.IfExp(_negated(node.test), node.body, node.orelse)


def _if(node: ast.If) -> Iterator[ast.AST]:
    if _is_plain(node.test):
        yield ast.If(_negated(node.test), node.body, node.orelse)


def _while(node: ast.While) -> Iterator[ast.AST]:
    if _is_plain(node.test):
        yield ast.While(_negated(node.test), node.body, node.orelse)


def _comprehension(node: ast.comprehension) -> Iterator[ast.AST]:
    for place, test in enumerate(node.ifs):
        if _is_plain(test):
            changed = deepcopy(node)
            changed.ifs[place] = _negated(test)
            yield changed


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)
    elif node.value in ROUNDINGS:
        yield ast.Constant(ROUNDINGS[node.value])


def _name(node: ast.Name) -> Iterator[ast.AST]:
    if isinstance(node.ctx, ast.Load):
        for table in (ROUNDINGS, FIGURES):
            if node.id in table:
                yield ast.parse(table[node.id], mode="eval").body


def _call(node: ast.Call) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Name):
        if node.func.id in FUNCTIONS:
            name = ast.Name(FUNCTIONS[node.func.id], ast.Load())
            yield ast.Call(name, node.args, node.keywords)
        if node.func.id in REMOVABLE and len(node.args) == 1 and not node.keywords:
            yield node.args[0]
        if node.func.id in CHOOSERS and len(node.args) > 1:
            yield from _fewer_choices(node)
        if node.func.id == "Decimal" and _is_text(node.args[0]):
            yield from _other_decimals(node)
    elif isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
        yield from _other_formulas(node)


def _fewer_choices(node: ast.Call) -> Iterator[ast.AST]:
    for place in range(len(node.args)):
        rest = [argument for index, argument in enumerate(node.args) if index != place]
        alone = len(rest) == 1 and not node.keywords and not isinstance(rest[0], ast.Starred)
        yield rest[0] if alone else ast.Call(node.func, rest, node.keywords)


def _other_decimals(node: ast.Call) -> Iterator[ast.AST]:
    number = Decimal(ast.literal_eval(node.args[0]))
    last = Decimal((0, (1,), number.as_tuple().exponent))
    for other in (number + last, number - last):
        yield ast.Call(node.func, [ast.Constant(str(other))], [])


def _other_formulas(node: ast.Call) -> Iterator[ast.AST]:
    if len(node.args) <= FORMULA_ARGUMENT or not _is_text(node.args[FORMULA_ARGUMENT]):
        return
    formula = node.args[FORMULA_ARGUMENT]
    if not isinstance(formula, ast.Constant):
        return
    for part, other in FORMULA_PARTS.items():
        for match in re.finditer(re.escape(part), formula.value):
            text = formula.value[: match.start()] + other + formula.value[match.end() :]
            changed = deepcopy(node)
            changed.args[FORMULA_ARGUMENT] = ast.Constant(text)
            yield changed


def _return(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield ast.Return(ast.Constant(None))


def _expr(node: ast.Expr) -> Iterator[ast.AST]:
    if isinstance(node.value, (ast.Call, ast.Yield, ast.YieldFrom)):
        yield ast.Pass()


def _raise(_: ast.Raise) -> Iterator[ast.AST]:
    yield ast.Pass()


def _continue(_: ast.Continue) -> Iterator[ast.AST]:
    yield ast.Break()


def _break(_: ast.Break) -> Iterator[ast.AST]:
    yield ast.Pass()


def _is_plain(test: ast.expr) -> bool:
    """Return whether no other change negates this test."""
    return not isinstance(test, (ast.Compare, ast.BoolOp, ast.UnaryOp))


def _negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
