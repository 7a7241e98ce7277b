"""Parts of the catalog queries that several kinds of object share.

Columns that a major version lacks are read through to_jsonb, so that one query works on PostgreSQL
12 to 18.
"""

from __future__ import annotations

from safemigrate.project.own_schema import COLUMNS, TRASH

# Without what a soft drop has set aside: whether it was purged yet makes no difference.
OURS = (
    "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '_migrate') "
    f"AND n.nspname !~ '^{TRASH}'"
)


def not_set_aside(table: str, keys: str) -> str:
    """Return the condition that no column is set aside; keys is an array of column numbers."""
    return (
        f"NOT EXISTS (SELECT FROM pg_attribute z WHERE z.attrelid = {table} "
        f"AND z.attnum = ANY ({keys}) AND z.attname ~ '^{COLUMNS}')"
    )


def no_extensions(catalogue: str, alias: str) -> str:
    """Return the condition that an object does not belong to an extension."""
    return (
        f"NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '{catalogue}'::regclass "
        f"AND e.objid = {alias}.oid AND e.deptype = 'e')"
    )


def owner(column: str) -> str:
    """Return the owner's name; NULL for the role that owns the version table, as most do."""
    return f"nullif(pg_get_userbyid({column})::text, current_setting('safemigrate.owner'))"


def grants(acl: str, letter: str, owner_column: str) -> str:
    """Return the privileges of roles other than the owner, as one text, from an ACL of this kind.

    letter  as acldefault() has it for its first argument; blank for none
    """
    default = f"acldefault('{letter}', {owner_column})" if letter else "NULL::aclitem[]"
    return f"""(SELECT string_agg(g.who || ' ' || g.what, '; ' ORDER BY g.who) FROM (
        SELECT coalesce(quote_ident(r.rolname), 'PUBLIC') AS who,
               string_agg(x.privilege_type || CASE WHEN x.is_grantable THEN '*' ELSE '' END,
                          ', ' ORDER BY x.privilege_type) AS what
        FROM aclexplode(coalesce({acl}, {default})) x LEFT JOIN pg_roles r ON r.oid = x.grantee
        WHERE x.grantee <> {owner_column} GROUP BY 1) g)"""  # noqa: S608 (constants)
