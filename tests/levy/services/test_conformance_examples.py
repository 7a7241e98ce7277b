"""What a file of examples may look like, and the sentence for each that may not."""

import json
from pathlib import Path

import pytest

from levy.errors import ExamplesRefused
from levy.services.conformance_examples import KnownDifference, read_examples, read_known

GOOD = {"id": "one", "rule": "extension", "inputs": {"a": "1"}, "expected": {"b": "2"}}


def written(folder: Path, content: object, name: str = "examples.json") -> Path:
    file = folder / name
    text = content if isinstance(content, str) else json.dumps(content)
    file.write_text(text, encoding="utf-8")
    return file


def test_an_example_as_it_is_read(tmp_path):
    example = GOOD | {"citation": "RCW 1", "tolerance": {"dollars": "0.01"}, "notes": "any"}
    file = written(tmp_path, {"meta": {"state": "WA"}, "examples": [example]})
    (read,) = read_examples([file])
    assert (read.id, read.rule, read.state, read.citation) == ("one", "extension", "WA", "RCW 1")
    assert str(read.tolerance["dollars"]) == "0.01"


def test_a_state_need_not_be_named_while_there_is_one(tmp_path):
    assert read_examples([written(tmp_path, {"examples": [GOOD]})])[0].state == "WA"


def test_bare_numbers_are_read_exactly(tmp_path):
    text = '{"examples": [{"id": "x", "rule": "r", "inputs": {"a": 0.1}, "expected": {"b": 2.50}}]}'
    (read,) = read_examples([written(tmp_path, text)])
    assert (str(read.inputs["a"]), str(read.expected["b"])) == ("0.1", "2.50")


def test_a_folder_stands_for_its_json_files_in_order(tmp_path):
    written(tmp_path, {"examples": [GOOD | {"id": "b"}]}, "b.json")
    written(tmp_path, {"examples": [GOOD | {"id": "a"}]}, "a.json")
    written(tmp_path, "not read", "known.toml")
    assert [example.id for example in read_examples([tmp_path])] == ["a", "b"]


# fmt: off
REFUSED = [
    # content                                                      what the sentence says
    ("{",                                                          ", line 1, column 2: It is not JSON"),
    ([],                                                           'It has no list named "examples".'),
    ({"examples": {}},                                             'It has no list named "examples".'),
    ({"examples": []},                                             "There are no examples."),
    ({"meta": {"state": "XX"}, "examples": [GOOD]},                ", meta: The program does not have the law of 'XX'"),
    ({"examples": ["one"]},                                        ", example 1: It is not an object."),
    ({"examples": [GOOD | {"id": ""}]},                            ", example : It has no id."),
    ({"examples": [GOOD | {"id": 7}]},                             ", example 1: It has no id."),
    ({"examples": [GOOD | {"rule": None}]},                        ", example one: It has no rule."),
    ({"examples": [GOOD | {"inputs": []}]},                        ", example one: It has no inputs."),
    ({"examples": [GOOD | {"expected": {}}]},                      ", example one: It has no expected."),
    ({"examples": [GOOD, GOOD]},                                   ", example one: An example in"),
    ({"examples": [GOOD | {"tolerance": {"percent": "1"}}]},       "has units other than dollars and rate."),
    ({"examples": [GOOD | {"tolerance": "0.01"}]},                 "has units other than dollars and rate."),
    ({"examples": [GOOD | {"tolerance": {"rate": "much"}}]},       "is not a number of 0 or more."),
    ({"examples": [GOOD | {"tolerance": {"rate": "-1"}}]},         "is not a number of 0 or more."),
    ({"examples": [GOOD | {"tolerance": {"rate": "NaN"}}]},        "is not a number of 0 or more."),
    ({"examples": [GOOD | {"tolerance": {"rate": None}}]},         "is not a number of 0 or more."),
]
# fmt: on


@pytest.mark.parametrize("content, sentence", REFUSED)
def test_a_file_that_is_not_in_the_format(tmp_path, content, sentence):
    file = written(tmp_path, content)
    with pytest.raises(ExamplesRefused) as error:
        read_examples([file])
    assert str(error.value).startswith(str(file))
    assert sentence in str(error.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ExamplesRefused, match=r"cannot be read \(No such file"):
        read_examples([tmp_path / "missing.json"])


def test_a_file_that_is_not_utf_8(tmp_path):
    (tmp_path / "latin.json").write_bytes(b'{"a": "\xe9"}')
    with pytest.raises(ExamplesRefused, match="Byte 7 is not UTF-8"):
        read_examples([tmp_path])


def test_an_empty_folder(tmp_path):
    with pytest.raises(ExamplesRefused, match="There are no examples"):
        read_examples([tmp_path])


def test_known_differences(tmp_path):
    text = '[[known]]\nid = "one"\nkey = "rates.bond"\nreason = "The sheet adds a cent."\n'
    file = written(tmp_path, text, "known.toml")
    assert read_known(file) == (KnownDifference("one", "rates.bond", "The sheet adds a cent."),)
    assert read_known(written(tmp_path, "", "empty.toml")) == ()


# fmt: off
KNOWN_REFUSED = [
    # content                                         what the sentence says
    ("[[known]\n",                                    "It is not TOML"),
    ('[[known]]\nid = "one"\nkey = "limit"\n',        "[[known]] number 1: It lacks an id, a key or a reason."),
    ('[[known]]\nid = ""\nkey = "a"\nreason = "b"\n', "[[known]] number 1: It lacks an id, a key or a reason."),
    ('known = ["one"]\n',                             "[[known]] number 1: It lacks an id, a key or a reason."),
    ('known = 3\n',                                   "It lacks an id, a key or a reason."),
]
# fmt: on


@pytest.mark.parametrize("content, sentence", KNOWN_REFUSED)
def test_a_list_of_known_differences_that_is_not_in_the_format(tmp_path, content, sentence):
    file = written(tmp_path, content, "known.toml")
    with pytest.raises(ExamplesRefused) as error:
        read_known(file)
    assert sentence in str(error.value)
