"""Writes the revisions of an online change into a shop."""

from tests.execute.shop import Shop

PHASES = ["begun", "filled", "built", "swapped", "finished"]


def write_type_change(
    shop: Shop, to: str, old: str, *, table="parcel", column="value", more="", back="", schema=""
) -> list[str]:
    """Write the revisions of a change of type; return their ids.

    to, old  the types, as a revision writes them
    more     further arguments of the first operation, and back those of the last one's undo
    """
    on = f'"{table}", "{column}"'
    where = f", schema={schema!r}" if schema else ""
    ways = [
        (f"change_type_online({on}, {to}{more}{where})", f"undo_change_type_online({on}{where})"),
        (f"fill_online({on}{where})", "get_bind()"),
        (f"build_online({on}{where})", f"undo_build_online({on}{where})"),
        (f"swap_online({on}{where})", f"undo_swap_online({on}{where})"),
        (f"finish_online({on}{where})", f"undo_finish_type_online({on}, {old}{back}{where})"),
    ]
    return _write(shop, ways, PHASES)


def write_rename(shop: Shop, *, table="parcel", column="value", to="worth", schema="") -> list[str]:
    """Write the revisions of a rename; return their ids."""
    on = f'"{table}", "{column}"'
    where = f", schema={schema!r}" if schema else ""
    ways = [
        (f'rename_column_online({on}, "{to}"{where})', f"undo_rename_column_online({on}{where})"),
        (f"fill_online({on}{where})", "get_bind()"),
        (f"build_online({on}{where})", f"undo_build_online({on}{where})"),
        (f"finish_online({on}{where})", f'undo_finish_rename_online({on}, "{to}"{where})'),
    ]
    return _write(shop, ways, ["begun", "filled", "built", "finished"])


def _write(shop: Shop, ways: list[tuple[str, str]], names: list[str]) -> list[str]:
    follows = None
    for name, (upgrade, downgrade) in zip(names, ways, strict=True):
        shop.revision(name, follows, upgrade=f"op.{upgrade}", downgrade=f"op.{downgrade}")
        follows = name
    return names
