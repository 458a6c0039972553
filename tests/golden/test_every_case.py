"""No published case lies about unused."""

import re
from pathlib import Path

from helpers import CASES

HERE = Path(__file__).parent
OUT_OF_SCOPE = {
    "electre1-cebrian-2009": "ELECTRE I chooses a kernel of candidates; it scores and ranks nobody",
    "smaa-thrombo-fixed-weights": "the source prints results without the data they come from",
    "smaa-thrombo-nopref": "the source prints results without the data they come from",
}
"""Published cases that were looked at and are not met here, with the reason."""


METHODS = {case["method"] for case in CASES}


def asked_for():
    """Return the methods that tests take cases of: by name, or for each name of a list."""
    texts = [path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py")]
    texts += [path.read_text(encoding="utf-8") for path in HERE.parent.glob("test_*.py")]
    words = r"""golden\(\s*["']([^"']+)["']|case\["method"\] == "([^"]+)\""""
    found = {a or b for text in texts for a, b in re.findall(words, text)}
    for text in texts:
        if "golden(name.lower())" in text:  # the methods of a peer, by their names in it
            found |= {name.lower() for name in re.findall(r'"(\w+)"', text)} & METHODS
    return found


def test_every_method_with_cases_has_a_test():
    assert sorted(METHODS - asked_for()) == []


def test_every_test_has_cases():
    assert sorted(asked_for() - METHODS) == []


def test_a_case_has_a_name_of_its_own_and_says_where_it_is_from():
    assert len({case["id"] for case in CASES}) == len(CASES)
    for case in CASES:
        assert case["tol_why"], case["id"]
        assert case["citation"], case["id"]


def test_what_is_out_of_scope_is_not_here_and_has_a_reason():
    assert not OUT_OF_SCOPE.keys() & {case["id"] for case in CASES}
    assert all(map(str.strip, OUT_OF_SCOPE.values()))
    assert "electre" not in " ".join(METHODS)
