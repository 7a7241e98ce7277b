"""A worksheet's formula in words: with the names of its lines, and with the numbers in it."""

import ast
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Piece(NamedTuple):
    """A part of a formula as it is read; one that stands for a line names it."""

    text: str
    key: str = ""


Reading = tuple[Piece, ...]
Word = Callable[[str], str]

_SIGNS: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: (" + ", 1),
    ast.Sub: (" − ", 1),
    ast.Mult: (" × ", 2),
    ast.Div: (" ÷ ", 2),
}
_CALL = re.compile(r"(rate|cut|round)(\d+)")


class _Unread(Exception):
    """A formula that this module has no words for."""


def in_words(formula: str, keys: Iterable[str], word: Word) -> Reading:
    """Return a formula as a person reads it; one without words comes as it is written.

    keys  the lines that it may name
    word  what a line is called, by its key
    """
    try:
        tree = ast.parse(formula, mode="eval").body
        return tuple(_Reader(formula, frozenset(keys), word).top(tree))
    except (_Unread, SyntaxError):
        return (Piece(formula),)


class _Reader:
    """Says a tree of a formula, piece by piece."""

    def __init__(self, text: str, keys: frozenset[str], word: Word):
        self.text, self.keys, self.word = text, keys, word

    def top(self, node: ast.expr) -> list[Piece]:
        """Say the whole: how it is rounded comes last, after a comma."""
        return self._call(node, ("", "")) if isinstance(node, ast.Call) else self._said(node)

    def _said(self, node: ast.expr, above: int = 0) -> list[Piece]:
        match node:
            case ast.Name(id=name):
                return [Piece(self.word(name), name) if name in self.keys else Piece(name)]
            case ast.Constant():
                return [Piece(_grouped(ast.get_source_segment(self.text, node) or ""))]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
                sign, rank = _SIGNS[type(op)]
                # a − (b + c) needs its brackets, and so does a ÷ (b × c)
                tight = rank + (1 if isinstance(op, ast.Sub | ast.Div) else 0)
                said = [*self._said(left, rank), Piece(sign), *self._said(right, tight)]
                return [Piece("("), *said, Piece(")")] if rank < above else said
            case ast.Call():
                return self._call(node, ("(", ")") if above else ("", ""))
        raise _Unread

    def _call(self, node: ast.Call, brackets: tuple[str, str]) -> list[Piece]:
        if not isinstance(node.func, ast.Name):
            raise _Unread
        name, arguments = node.func.id, node.args
        start, end = brackets
        if name == "greater" and _is_zero(arguments[-1]) and len(arguments) == 2:
            return [*_some(start), *self._said(arguments[0]), Piece(f", not below 0{end}")]
        if name in {"lesser", "greater"}:
            chosen = Piece(f"{start}the {_chosen(name, len(arguments))} of ")
            return [chosen, *self._listed(arguments), *_some(end)]
        rounding = _CALL.fullmatch(name)
        if name in {"cents", "dollars"}:
            how = "to the cent" if name == "cents" else "to the dollar"
        elif rounding is None:
            raise _Unread
        elif rounding[1] == "cut":
            how = f"cut off after {rounding[2]} decimals"
        else:
            how = f"to {rounding[2]} decimals"
        return [*_some(start), *self._rounded(arguments), Piece(f", {how}{end}")]

    def _rounded(self, arguments: list[ast.expr]) -> list[Piece]:
        if len(arguments) == 1:
            return self._said(arguments[0])
        amount, value = arguments
        return [*self._said(amount, 2), Piece(" ÷ "), *self._said(value, 3), Piece(" × 1,000")]

    def _listed(self, arguments: list[ast.expr]) -> list[Piece]:
        said: list[Piece] = []
        for place, argument in enumerate(arguments):
            if place:
                said.append(Piece(" and " if place == len(arguments) - 1 else ", "))
            # the greater of (the lesser of a and b) and c: brackets tell what belongs together
            said += self._said(argument, 1)
        return said


def _chosen(name: str, many: int) -> str:
    if many <= 2:
        return name
    return "least" if name == "lesser" else "greatest"


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0


def _grouped(number: str) -> str:
    whole, point, decimals = number.partition(".")
    return f"{int(whole):,}{point}{decimals}"


def _some(text: str) -> list[Piece]:
    return [Piece(text)] if text else []
