"""Conditions in PostgreSQL's words, which are one but for the types of their constants."""

import pytest

from safemigrate.autogenerate.same_condition import same_condition

# fmt: off
CASES = [
    # one, other, are they one, because
    ("(a > 0)", "(a > 0)", True, "the same words"),
    ("(a > 0)", None, False, "what cannot be read is like nothing"),
    ("((a >= ('-5'::integer)::numeric) AND ((a % ((1)::bigint)::numeric) = (0)::numeric))",
     "((a >= '-5'::numeric) AND ((a % (1)::numeric) = (0)::numeric))", True, "the column was a bigint"),
    ("((a)::text = ANY (ARRAY['x'::text, 'it''s'::text]))",
     "((a)::text = ANY ((ARRAY['x'::character varying, 'it''s'::character varying])::text[]))", True, "the column was a text"),
    ("((a)::text = ANY (ARRAY[('x'::character varying)::text]))",
     "((a)::text = ANY ((ARRAY['x'::character varying])::text[]))", True, "read once more"),
    ("(a > 0)", "(a > 1)", False, "another number"),
    ("(a = '1'::text)", "(a = '2'::text)", False, "another text"),
    ("(a = ' 1'::text)", "(a = '1'::text)", False, "a blank is no trace of a type"),
    ("(a > (7 / 2))", "(a > ((7)::numeric / (2)::numeric))", False, "three, or three and a half"),
    ("((a)::text > b)", "(a > b)", False, "a column's cast means something"),
    ("((a + 1) * 2 > 0)", "(a + (1 * 2) > 0)", False, "another order"),
]
# fmt: on


@pytest.mark.parametrize("one, other, same, because", CASES, ids=[row[3] for row in CASES])
def test_same(one, other, same, because):
    assert same_condition(one, other) is same, because
