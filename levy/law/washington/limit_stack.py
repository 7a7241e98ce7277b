"""One area's stack under one limit: the levels from the top, and the room that each leaves.

The lines of REV 64 0097 (the $5.90 limit) and REV 64 0096 (the 1 % limit); rates that other
areas decided are inputs.  RCW 84.52.010(3).
"""

from collections.abc import Sequence

from levy.law.units import ZERO
from levy.law.washington.limit_levels import Level, Piece
from levy.law.washington.pro_rata import Allocation
from levy.law.worksheet import Working, Worksheet, key_of

_STATUTE = "RCW 84.52.010(3)"


def limit_stack(allocation: Allocation, area: str, levies: Sequence[str]) -> Worksheet:
    """Return the stack of an area: `roomN` before level N, `rate_…` and `kept_…` by piece.

    levies  the levies that the area pays, in the order of the lines

    The last line, `left`, is the room that the area still has below its limit.
    """
    sheet = Working(_STATUTE)
    sheet.input("limit", "Most that an area may pay", allocation.limit, "rate")
    room = allocation.limit
    formula = "limit"
    for level in allocation.levels:
        pieces = pieces_on(level, allocation, levies)
        if not pieces:
            continue
        key = room_key(level)
        room = sheet.computed(key, _label(level.number), room, "rate", formula)
        cut_here = [piece for piece in pieces if allocation.deciding_areas.get(piece) == area]
        _level(sheet, allocation, key, pieces, cut_here)
        # A level that was cut leaves only decimals beyond the 12th, which no levy gets.
        funded = sum((allocation.rates_left[piece] for piece in pieces), start=ZERO)
        room = ZERO if cut_here else max(room - funded, ZERO)
        taken = "".join(f" - kept_{_name(piece)}" for piece in pieces)
        formula = "0" if cut_here else f"greater({key}{taken}, 0)"
    sheet.computed("left", "Room that is left", room, "rate", formula)
    return sheet.worksheet()


def pieces_on(level: Level, allocation: Allocation, levies: Sequence[str]) -> list[Piece]:
    """Return the pieces of these levies on one level, levy by levy."""
    return [
        piece
        for levy in levies
        for piece in (Piece(levy, component) for component in level.components)
        if piece in allocation.rates
    ]


def room_key(level: Level) -> str:
    """Return the key of the line with the room for a level."""
    return f"room{level.number}".replace("-", "_below_")


def _label(number: int) -> str:
    """Return the label of that line; levels 0 and -1 are not on the state's forms."""
    return f"Room for level {number}" if number > 0 else "Room for rates cut before level 1"


def _name(piece: Piece) -> str:
    return f"{piece.component}_{key_of(piece.levy)}"


def _level(
    sheet: Working,
    allocation: Allocation,
    room: str,
    pieces: Sequence[Piece],
    cut_here: Sequence[Piece],
) -> None:
    """Write the rates of a level before and after this limit."""
    for piece in pieces:
        sheet.input(
            f"rate_{_name(piece)}",
            f"{piece.levy}, {piece.component.replace('_', ' ')}",
            allocation.rates[piece],
            "rate",
            "before this limit",
        )
    settled = [piece for piece in pieces if piece not in cut_here]
    for piece in settled:
        _settled(sheet, allocation, piece)
    taken = "".join(f" - kept_{_name(piece)}" for piece in settled)
    total = " + ".join(f"rate_{_name(piece)}" for piece in cut_here)
    for piece in cut_here:
        sheet.computed(
            f"kept_{_name(piece)}",
            f"{piece.levy} keeps its part of the room",
            allocation.rates_left[piece],
            "rate",
            f"cut12(rate_{_name(piece)} * ({room}{taken}) / ({total}))",
        )


def _settled(sheet: Working, allocation: Allocation, piece: Piece) -> None:
    """Write a piece that this area does not cut: in full, or as another area decided."""
    name, area = _name(piece), allocation.deciding_areas.get(piece)
    if area is None:
        sheet.computed(
            f"kept_{name}",
            f"{piece.levy} keeps its rate",
            allocation.rates_left[piece],
            "rate",
            f"rate_{name}",
        )
        return
    sheet.input(
        f"kept_{name}",
        f"{piece.levy} keeps the rate that area {area} decided",
        allocation.rates_left[piece],
        "rate",
        f"area {area}",
    )
