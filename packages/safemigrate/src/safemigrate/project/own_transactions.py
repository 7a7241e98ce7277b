"""Operations of `op` that commit within a revision, outside its transaction."""

from __future__ import annotations

OPERATIONS = frozenset(
    {
        "add_check_safely",
        "add_enum_value",
        "add_foreign_key_safely",
        "add_primary_key_safely",
        "add_unique_safely",
        "build_online",
        "change_type_online",
        "create_index_concurrently",
        "drop_column_softly",
        "drop_index_concurrently",
        "drop_table_softly",
        "fill_online",
        "finish_online",
        "rename_column_online",
        "replace_check_safely",
        "replace_foreign_key_safely",
        "restore_column",
        "restore_table",
        "set_not_null_safely",
        "swap_online",
        "undo_build_online",
        "undo_finish_rename_online",
        "undo_finish_type_online",
        "undo_swap_online",
    }
)
