"""A worksheet's formula in words: with the names of its lines, and with their numbers."""

import ast
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Piece(NamedTuple):
    """A part of a formula in words; key is set if it represents a line."""

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


class _UnknownFormula(Exception):
    """A formula that this module cannot put into words."""


def in_words(formula: str, keys: Iterable[str], word: Word) -> Reading:
    """Return a formula in words; a formula that has no words is returned as it is.

    keys  the lines that it may name
    word  returns the words for a line, by its key
    """
    try:
        tree = ast.parse(formula, mode="eval").body
        return tuple(_Reader(formula, frozenset(keys), word).top(tree))
    except (_UnknownFormula, SyntaxError):
        return (Piece(formula),)


class _Reader:
    """Turns the syntax tree of a formula into pieces."""

    def __init__(self, text: str, keys: frozenset[str], word: Word):
        self.text, self.keys, self.word = text, keys, word

    def top(self, node: ast.expr) -> list[Piece]:
        """Return the pieces of the whole formula; its rounding comes last, after a comma."""
        return self._call(node, ("", "")) if isinstance(node, ast.Call) else self._pieces(node)

    def _pieces(self, node: ast.expr, above: int = 0) -> list[Piece]:
        match node:
            case ast.Name(id=name):
                return [Piece(self.word(name), name) if name in self.keys else Piece(name)]
            case ast.Constant():
                return [Piece(_with_commas(ast.get_source_segment(self.text, node) or ""))]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
                sign, rank = _SIGNS[type(op)]
                # a − (b + c) needs its brackets, as does a ÷ (b × c)
                tight = rank + (1 if isinstance(op, ast.Sub | ast.Div) else 0)
                pieces = [*self._pieces(left, rank), Piece(sign), *self._pieces(right, tight)]
                return [Piece("("), *pieces, Piece(")")] if rank < above else pieces
            case ast.Call():
                return self._call(node, ("(", ")") if above else ("", ""))
        raise _UnknownFormula

    def _call(self, node: ast.Call, brackets: tuple[str, str]) -> list[Piece]:
        if not isinstance(node.func, ast.Name):
            raise _UnknownFormula
        name, arguments = node.func.id, node.args
        start, end = brackets
        if name == "greater" and _is_zero(arguments[-1]) and len(arguments) == 2:
            return [
                *_piece_if_any(start),
                *self._pieces(arguments[0]),
                Piece(f", not below 0{end}"),
            ]
        if name in {"lesser", "greater"}:
            chosen = Piece(f"{start}the {_superlative(name, len(arguments))} of ")
            return [chosen, *self._list(arguments), *_piece_if_any(end)]
        rounding = _CALL.fullmatch(name)
        if name in {"cents", "dollars"}:
            rounding_text = "to the cent" if name == "cents" else "to the dollar"
        elif rounding is None:
            raise _UnknownFormula
        elif rounding[1] == "cut":
            rounding_text = f"cut off after {rounding[2]} decimals"
        else:
            rounding_text = f"to {rounding[2]} decimals"
        return [*_piece_if_any(start), *self._quotient(arguments), Piece(f", {rounding_text}{end}")]

    def _quotient(self, arguments: list[ast.expr]) -> list[Piece]:
        if len(arguments) == 1:
            return self._pieces(arguments[0])
        amount, value = arguments
        return [*self._pieces(amount, 2), Piece(" ÷ "), *self._pieces(value, 3), Piece(" × 1,000")]

    def _list(self, arguments: list[ast.expr]) -> list[Piece]:
        pieces: list[Piece] = []
        for place, argument in enumerate(arguments):
            if place:
                pieces.append(Piece(" and " if place == len(arguments) - 1 else ", "))
            # the greater of (the lesser of a and b) and c: brackets show what belongs together
            pieces += self._pieces(argument, 1)
        return pieces


def _superlative(name: str, many: int) -> str:
    if many <= 2:
        return name
    return "least" if name == "lesser" else "greatest"


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0


def _with_commas(number: str) -> str:
    whole, point, decimals = number.partition(".")
    return f"{int(whole):,}{point}{decimals}"


def _piece_if_any(text: str) -> list[Piece]:
    return [Piece(text)] if text else []
