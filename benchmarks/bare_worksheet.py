"""A worksheet's formulas as one function of plain Decimal arithmetic, for `benchmarks.season`."""

import ast
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, Inexact
from string import ascii_lowercase
from typing import Any

from levy.law.worksheet import Line, Worksheet

divide = Context(prec=60).divide
product = Context(prec=120, traps=[Inexact]).multiply
_OPERATIONS: dict[str, Any] = {
    "plus": Context(prec=15, rounding=ROUND_HALF_UP).plus,
    "divide": divide,
    "shown_divide": Context(prec=15, rounding=ROUND_HALF_UP).divide,
    "product": product,
    "UP": ROUND_HALF_UP,
    "DOWN": ROUND_DOWN,
    "per_thousand": Decimal("0.001"),
    **{f"number_{number}": Decimal(number) for number in (0, 1, 100, 1000)},
    **{f"places_{places}": Decimal(1).scaleb(-places) for places in range(13)},
}
# What decided a levy with two pages, whether it is at its maximum, and that it is not below zero.
_COMPARED = (
    "line_P2P == line_I < line_P2N",
    "line_P2L == line_I",
    "line_P2L == line_P2H",
    "line_P2L == line_P2I",
    "line_P2S == line_P2P == line_P2K",
    "line_P2J < number_0",
    "line_P2N < number_0",
    "line_P2S < number_0",
    "line_annexed_value > line_value",
)


def bare_worksheet(sheet: Worksheet) -> Callable[[], object]:
    """Return one function that assigns each line's formula to a local variable."""
    known = {line.key: line.value for line in sheet.lines}
    computed = [line for line in sheet.lines if line.formula and line.value is not None]
    inputs = known.keys() - {line.key for line in computed}
    scope: dict[str, Any] = {f"line_{key}": known[key] for key in inputs} | _OPERATIONS
    body = [f"    line_{line.key} = {_expression(line, known)}" for line in computed]
    if sheet.has("P2P"):
        of_blanks = {f"line_{key}": "number_0" for key, value in known.items() if value is None}
        body += [
            "    " + " ".join(of_blanks.get(word, word) for word in text.split())
            for text in _COMPARED
        ]
    code = "\n".join(("def run():", *body, "    return"))
    exec(compile(code, "<worksheet>", "exec"), scope)  # noqa: S102  our own formulas
    run: Callable[[], object] = scope["run"]
    return run


def _expression(line: Line, known: dict[str, Decimal | None]) -> str:
    formula = _Formula(line.key, line.formula, known)
    return formula.text(ast.parse(line.formula, mode="eval").body)


class _Formula:
    """Writes a formula as an expression of Decimal operations."""

    def __init__(self, key: str, formula: str, known: dict[str, Decimal | None]):
        self.formula, self.known = formula, known
        self.form = key[0].isupper()

    def text(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=int(number)):
                return f"number_{number}"
            case ast.Name(id=key):
                return "number_0" if self.known[key] is None else f"line_{key}"
            case ast.BinOp(op=ast.Div(), right=ast.Constant(value=1000)):
                return f"product({self.text(node.left)}, per_thousand)"
            case ast.BinOp():
                return self.arithmetic(node.op, self.text(node.left), self.text(node.right))
            case ast.Call(func=ast.Name(id="lesser" | "greater" as name)):
                return self.chosen("min" if name == "lesser" else "max", node.args)
            case ast.Call(func=ast.Name(id=name)):
                return self.rounded(name, node.args)
        raise SyntaxError(self.formula)

    def arithmetic(self, operation: ast.operator, left: str, right: str) -> str:
        signs = {ast.Add: "({} + {})", ast.Sub: "({} - {})", ast.Mult: "product({}, {})"}
        return signs[type(operation)].format(left, right)

    def chosen(self, name: str, arguments: list[ast.expr]) -> str:
        known = [
            argument
            for argument in arguments
            if not (isinstance(argument, ast.Name) and self.known[argument.id] is None)
        ]
        return f"{name}(({', '.join(map(self.text, known))},))"

    def rounded(self, name: str, arguments: list[ast.expr]) -> str:
        number, cut = self.text(arguments[0]), name.startswith("cut")
        if len(arguments) == 2:
            # The form's own rates are shown with 15 digits; a quotient needs no second cut to them.
            divided = "shown_divide" if self.form and not cut else "divide"
            number = f"{divided}(product({number}, number_1000), {self.text(arguments[1])})"
        elif self.form and not cut:
            number = f"plus({number})"
        places = {"cents": "2", "dollars": "0"}.get(name) or name.strip(ascii_lowercase)
        return f"{number}.quantize(places_{places}, {'DOWN' if cut else 'UP'})"
