"""Conditions as PostgreSQL writes them, equal except for the types of their constants."""

import pytest

from safemigrate.autogenerate.same_condition import same_condition

# fmt: off
CASES = [
    # first, second, are they equal, because
    ("(a > 0)", "(a > 0)", True, "the same words"),
    ("(a > 0)", None, False, "what cannot be read equals nothing"),
    ("((a >= ('-5'::integer)::numeric) AND ((a % ((1)::bigint)::numeric) = (0)::numeric))",
     "((a >= '-5'::numeric) AND ((a % (1)::numeric) = (0)::numeric))", True, "the column was a bigint"),
    ("((a)::text = ANY (ARRAY['x'::text, 'it''s'::text]))",
     "((a)::text = ANY ((ARRAY['x'::character varying, 'it''s'::character varying])::text[]))", True, "the column was a text"),
    ("((a)::text = ANY (ARRAY[('x'::character varying)::text]))",
     "((a)::text = ANY ((ARRAY['x'::character varying])::text[]))", True, "parsed once more"),
    ("(a > 0)", "(a > 1)", False, "another number"),
    ("(a = '1'::text)", "(a = '2'::text)", False, "another text"),
    ("(a = ' 1'::text)", "(a = '1'::text)", False, "a blank does not come from a type"),
    ("(a > (7 / 2))", "(a > ((7)::numeric / (2)::numeric))", False, "three, or three and a half"),
    ("((a)::text > b)", "(a > b)", False, "a column's cast means something"),
    ("((a + 1) * 2 > 0)", "(a + (1 * 2) > 0)", False, "another order"),
]
# fmt: on


@pytest.mark.parametrize("first, second, same, because", CASES, ids=[row[3] for row in CASES])
def test_same(first, second, same, because):
    assert same_condition(first, second) is same, because
