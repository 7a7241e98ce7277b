"""One area's stack under one limit: the levels from the top, and the room that each leaves.

The lines of REV 64 0097 (the $5.90 limit) and REV 64 0096 (the 1 % limit), with the rates
that other areas decided written down as given.  RCW 84.52.010(3).
"""

from collections.abc import Sequence

from levy.law.units import ZERO
from levy.law.washington.limit_levels import Level, Piece
from levy.law.washington.pro_rata import Shared
from levy.law.worksheet import Working, Worksheet, key_of

_STATUTE = "RCW 84.52.010(3)"


def limit_stack(shared: Shared, area: str, levies: Sequence[str]) -> Worksheet:
    """Return the stack of an area: `roomN` before level N, `rate_…` and `kept_…` by piece.

    levies  those that the area pays, in the order in which its lines are printed

    The last line, `left`, is what the area still has below its limit.
    """
    sheet = Working(_STATUTE)
    sheet.given("limit", "Most that an area may pay", shared.limit, "rate")
    room = shared.limit
    formula = "limit"
    for level in shared.levels:
        pieces = pieces_on(level, shared, levies)
        if not pieces:
            continue
        key = room_key(level)
        room = sheet.computed(key, _label(level.number), room, "rate", formula)
        cut_here = [piece for piece in pieces if shared.decided.get(piece) == area]
        _level(sheet, shared, key, pieces, cut_here)
        # What a level that was cut leaves are decimals beyond the 12th, which go to nobody.
        kept = sum((shared.kept[piece] for piece in pieces), start=ZERO)
        room = ZERO if cut_here else max(room - kept, ZERO)
        taken = "".join(f" - kept_{_name(piece)}" for piece in pieces)
        formula = "0" if cut_here else f"greater({key}{taken}, 0)"
    sheet.computed("left", "Room that is left", room, "rate", formula)
    return sheet.worksheet()


def pieces_on(level: Level, shared: Shared, levies: Sequence[str]) -> list[Piece]:
    """Return the pieces of these levies that stand on one level, levy by levy."""
    return [
        piece
        for levy in levies
        for piece in (Piece(levy, component) for component in level.components)
        if piece in shared.wanted
    ]


def room_key(level: Level) -> str:
    """Return the key of the line with the room that a level finds."""
    return f"room{level.number}".replace("-", "_below_")


def _label(number: int) -> str:
    """Levels 0 and -1 are not on the state's forms, whose lowest is 1."""
    return f"Room for level {number}" if number > 0 else "Room for what is cut before level 1"


def _name(piece: Piece) -> str:
    return f"{piece.component}_{key_of(piece.levy)}"


def _level(
    sheet: Working, shared: Shared, room: str, pieces: Sequence[Piece], cut_here: Sequence[Piece]
) -> None:
    """Write a level's rates as they were and as they are kept."""
    for piece in pieces:
        sheet.given(
            f"rate_{_name(piece)}",
            f"{piece.levy}, {piece.component.replace('_', ' ')}",
            shared.wanted[piece],
            "rate",
            "before this limit",
        )
    settled = [piece for piece in pieces if piece not in cut_here]
    for piece in settled:
        _settled(sheet, shared, piece)
    taken = "".join(f" - kept_{_name(piece)}" for piece in settled)
    asked = " + ".join(f"rate_{_name(piece)}" for piece in cut_here)
    for piece in cut_here:
        sheet.computed(
            f"kept_{_name(piece)}",
            f"{piece.levy} keeps its part of the room",
            shared.kept[piece],
            "rate",
            f"cut12(rate_{_name(piece)} * ({room}{taken}) / ({asked}))",
        )


def _settled(sheet: Working, shared: Shared, piece: Piece) -> None:
    """Write down a piece that this area does not cut: whole, or as another area decided."""
    name, where = _name(piece), shared.decided.get(piece)
    if where is None:
        sheet.computed(
            f"kept_{name}", f"{piece.levy} keeps it", shared.kept[piece], "rate", f"rate_{name}"
        )
        return
    sheet.given(
        f"kept_{name}",
        f"{piece.levy} keeps what area {where} leaves it",
        shared.kept[piece],
        "rate",
        f"area {where}",
    )
