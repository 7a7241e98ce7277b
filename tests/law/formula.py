"""Evaluates a worksheet's printed formulas with exact rationals, without the code that they explain.

A line whose key is the state form's letter ("A", "P2F", "P2S_rate") is rounded as the form
rounds it, "precision as displayed": to 15 significant digits first.  Every other line (a
certified rate, a tax, an earmarked part) is rounded once, from the exact number.  The key
decides, because the form is the reason for the difference; so `cents` and `rate12` read the
same on both kinds of line, as a clerk expects.  What a formula cuts is never displayed first.

A blank counts as 0 in arithmetic, and is ignored by `lesser` and `greater`.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from levy.law.worksheet import Line, Worksheet

Number = Fraction | None

_ARITHMETIC: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_NAMED = re.compile(r"(rate|cut|round)(\d+)")
_FORM_KEY = re.compile(r"[A-Z]\d?(_|$)|P2[A-Z]")


def evaluated(line: Line, sheet: Worksheet) -> Number:
    """Return what the line's formula comes to on the other lines of its worksheet."""
    known = {
        other.key: None if other.value is None else Fraction(other.value)
        for other in sheet.lines
        if other.key != line.key
    }
    tree = ast.parse(line.formula, mode="eval").body
    return _Evaluation(line.formula, known, shown=bool(_FORM_KEY.match(line.key))).of(tree)


def names_in(formula: str) -> frozenset[str]:
    """Return the keys of the lines that a formula reads."""
    tree = ast.parse(formula, mode="eval")
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return frozenset(
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called
    )


def half_up(number: Fraction, places: int) -> Fraction:
    """Return the number rounded half away from zero."""
    scale = Fraction(10) ** places
    whole = (abs(number) * scale + Fraction(1, 2)).__floor__()
    return Fraction(whole if number >= 0 else -whole) / scale


def cut(number: Fraction, places: int) -> Fraction:
    """Return the number cut off after that many decimals."""
    scale = Fraction(10) ** places
    return Fraction((number * scale).__trunc__()) / scale


def displayed(number: Fraction, places: int) -> Fraction:
    """Return the number rounded to 15 significant digits, and then to that many decimals."""
    digits = 0  # before the decimal point; below zero for leading zeros after it
    while abs(number) >= Fraction(10) ** digits:
        digits += 1
    while number and abs(number) < Fraction(10) ** (digits - 1):
        digits -= 1
    return half_up(half_up(number, 15 - digits), places)


class _Evaluation:
    def __init__(self, formula: str, known: Mapping[str, Number], *, shown: bool):
        self.formula, self.known = formula, known
        self.rounding = displayed if shown else half_up

    def of(self, node: ast.expr) -> Number:
        match node:
            case ast.Constant():
                return Fraction(ast.get_source_segment(self.formula, node) or "")
            case ast.Name():
                return self.known[node.id]
            case ast.UnaryOp(op=ast.USub()):
                return -self.number(node.operand)
            case ast.BinOp():
                left, right = self.number(node.left), self.number(node.right)
                return _ARITHMETIC[type(node.op)](left, right)
            case ast.Call(func=ast.Name(id=name)):
                return self.called(name, [self.of(argument) for argument in node.args])
        raise SyntaxError(f"{ast.dump(node)} in {self.formula}")

    def number(self, node: ast.expr) -> Fraction:
        return self.of(node) or Fraction(0)

    def called(self, name: str, arguments: list[Number]) -> Number:
        if name in {"lesser", "greater"}:
            known = [number for number in arguments if number is not None]
            choose = min if name == "lesser" else max
            return choose(known) if known else None
        numbers = [number or Fraction(0) for number in arguments]
        if name == "cents":
            return self.rounding(numbers[0], 2)
        if name == "dollars":
            return self.rounding(numbers[0], 0)
        return self.rounded(name, numbers)

    def rounded(self, name: str, numbers: list[Fraction]) -> Fraction:
        how = _NAMED.fullmatch(name)
        if how is None:
            raise SyntaxError(f"{name}() in {self.formula}")
        places = int(how[2])
        number = numbers[0]
        if len(numbers) == 2:
            number = numbers[0] * 1000 / numbers[1] if numbers[1] else Fraction(0)
        return cut(number, places) if how[1] == "cut" else self.rounding(number, places)
