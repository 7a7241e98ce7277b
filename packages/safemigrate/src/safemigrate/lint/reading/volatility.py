"""Whether a default must be computed for each row, which rewrites the table.

https://www.postgresql.org/docs/current/xfunc-volatility.html
"""

from __future__ import annotations

from safemigrate.lint import sql
from safemigrate.lint.reading.object_names import qualified, strings

# PostgreSQL's own functions that it calls once per statement, among those that people use as
# defaults.  Any other is assumed to be volatile, which is the default of CREATE FUNCTION.
_STABLE_NAMES = """
    abs array_append array_cat array_fill array_prepend bit_length btrim ceil ceiling char_length
    chr coalesce concat concat_ws convert_from convert_to current_database current_schema
    current_schemas current_setting date date_bin date_part date_trunc decode div encode exp
    extract floor format format_type greatest hashtext inet_client_addr initcap
    int4range int8range daterange numrange tsrange tstzrange isfinite json_build_array
    json_build_object json_object jsonb_build_array jsonb_build_object jsonb_object jsonb_set
    justify_days justify_hours justify_interval least left length localtime localtimestamp lower
    lpad ltrim make_date make_interval make_time make_timestamp make_timestamptz md5 mod now
    nullif numeric octet_length overlay pg_backend_pid pg_client_encoding position power quote_ident
    quote_literal regexp_replace repeat replace reverse right round row_to_json rpad rtrim
    session_user sha224 sha256 sha384 sha512 sign split_part sqrt statement_timestamp strpos
    string_to_array substr substring text timestamp timestamptz timezone to_char to_date to_hex
    to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector transaction_timestamp translate
    trim trunc txid_current upper user version xmlelement
"""
_STABLE = frozenset(_STABLE_NAMES.split())


def volatile_calls(expression: sql.Node) -> tuple[str, ...]:
    """Return the functions in an expression that may return a different value for each row."""
    calls = (qualified(strings(call.funcname)) for call in sql.nodes(expression, "func_call"))
    return tuple(name for name in calls if name not in _STABLE)
