"""The limits of an upgrade, from the command line and from the environment."""

import pytest

from safemigrate.execute.limits import InvalidVariable, Limits
from tests.execute.shop import make_shop

# fmt: off
WRONG = [
    # variable,                 value,    what the sentence says of it
    ("SAFEMIGRATE_RETRIES",      "x",      "'x' is not a whole number: write 0 or more, such as 60."),
    ("SAFEMIGRATE_RETRIES",      "-3",     "'-3' is not a whole number: write 0 or more, such as 60."),
    ("SAFEMIGRATE_LOCK_TIMEOUT", "soon",   "'soon' is not a duration: write a number and ms, s, m, h, "
                                           "d or w, such as 100ms."),
    ("SAFEMIGRATE_MAX_WAIT",     "1 year", "'1 year' is not a duration: write a number and ms, s, m, "
                                           "h, d or w, such as 100ms."),
    ("SAFEMIGRATE_WINDOW",       "always", "'always' is not a valid window (1 word instead of 3): "
                                           "write days, hours and a time zone, such as \"Sun-Thu "
                                           "01:00-05:00 America/Los_Angeles\"; separate several with "
                                           "semicolons."),
]
COMMANDS = [
    ("upgrade",),
    ("downgrade",),
    ("stamp", "head"),
    ("purge", "--older-than", "1d"),
]
# fmt: on


def test_the_defaults(monkeypatch):
    assert (Limits().lock_timeout, Limits().retries, Limits().max_wait) == (0.1, 60, 900.0)
    monkeypatch.setenv("SAFEMIGRATE_RETRIES", "")
    assert Limits.from_environment() == Limits(), "an empty variable is not set"


@pytest.mark.parametrize("variable, value, sentence", WRONG)
def test_a_wrong_variable_is_one_sentence(monkeypatch, variable, value, sentence):
    monkeypatch.setenv(variable, value)
    with pytest.raises(InvalidVariable) as stopped:
        Limits.from_environment()
    assert (str(stopped.value), stopped.value.exit_code) == (f"In {variable}, {sentence}", 2)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_says_the_same_of_a_wrong_variable(tmp_path, commands, words):
    shop = make_shop(tmp_path / "shop", "postgresql://nobody@127.0.0.1:1/none", commands)
    for variable, value, sentence in WRONG:
        outcome = shop.db(*words, **{variable: value})
        assert outcome.status == 2, outcome.stderr
        assert outcome.stderr.endswith(f"Error: In {variable}, {sentence}\n")


def test_an_option_has_the_same_check_as_its_variable(tmp_path, commands):
    shop = make_shop(tmp_path / "shop", "postgresql://nobody@127.0.0.1:1/none", commands)
    for variable, value, sentence in WRONG:
        option = "--" + variable.removeprefix("SAFEMIGRATE_").lower().replace("_", "-")
        outcome = shop.db("upgrade", f"{option}={value}", **{variable: ""})
        assert outcome.status == 2
        assert outcome.stderr.endswith(f"Error: Invalid value for '{option}': {sentence}\n")
