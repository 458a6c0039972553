"""Study files: what they may say, what is refused and where, and what the shipped one finds."""

import copy
import json
import shutil
import tomllib
import warnings

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm.datasets import data_folder, east_java
from kadmcdm.methods import BY_NAME
from messages import TEN_FAULTS, faults, message

SHIPPED = data_folder("east_java")

INLINE = {
    "title": "Where to go",
    "data": {
        "source": "inline",
        "values": {"Tuban": {"km": 34.8, "gain": 2}, "Ngawi": {"km": 55.4, "gain": 7}},
    },
    "criteria": [
        {"name": "km", "direction": "cost"},
        {"name": "gain", "direction": "benefit"},
    ],
    "weights": {"scheme": "equal"},
}


def study_of(folder=None, **changes):
    """Make a study of the small inline one; a change to None leaves the section out."""
    content = copy.deepcopy(INLINE) | changes
    return kd.Study.from_dict(
        {key: value for key, value in content.items() if value is not None}, folder=folder
    )


def shipped_dict():
    return tomllib.loads((SHIPPED / "study.toml").read_text(encoding="utf-8"))


def shipped_of(**changes):
    """Make a study of the shipped one, its sections updated."""
    content = shipped_dict()
    for key, change in changes.items():
        content[key] = content[key] | change if isinstance(content[key], dict) else change
    return kd.Study.from_dict(content, folder=SHIPPED)


def found(call, *args, **kwargs):
    """Return {where: fault} of what the call raises."""
    return {fault.where: fault for fault in faults(call, *args, **kwargs)}


@pytest.fixture(scope="module")
def shipped():
    return kd.Study.load(SHIPPED / "study.toml")


@pytest.fixture(scope="module")
def result(shipped):
    return shipped.run()


# ---- the shipped study ---------------------------------------------------------------------------


def test_the_shipped_study_asks_its_question_of_39_pairs(shipped):
    problem = shipped.problem
    assert len(problem.candidate_names) == 39
    assert all("35.22" in name.split("+") for name in problem.candidate_names)
    assert problem.criterion_names == (
        "exchange", "synergy", "distance", "bureaucracy", "capacity_disparity",
    )  # fmt: skip
    assert problem.directions == ("benefit", "benefit", "cost", "cost", "cost")
    assert shipped.regions is not None
    assert shipped.regions.digest == east_java().digest


def test_the_shipped_study_finds_ngawi(result):
    ranking = result.ranking
    assert ranking.winners == ("35.21+35.22",)
    order = [result.problem.candidate_label(name) for name in ranking.order[:4]]
    assert order == ["Kabupaten Ngawi", "Kabupaten Magetan", "Kota Malang", "Kabupaten Nganjuk"]
    # As the report prints them, to three digits: half a unit of the last one.
    at = [result.problem.candidate_index(name) for name in ranking.order[:3]]
    assert ranking.scores[at] == pytest.approx([0.917, 0.897, 0.880], abs=0.0005)


def test_the_shipped_weights_are_those_of_the_judgments(result):
    # Opportunities and challenges share 2:1, exchange and synergy 3:1: two judgments between two
    # items each, so that these shares are exact but for rounding errors.
    weights = result.weights
    assert weights["exchange"] == pytest.approx(2 / 3 * 3 / 4, abs=1e-12)
    assert weights["synergy"] == pytest.approx(2 / 3 * 1 / 4, abs=1e-12)
    rest = [weights[name] for name in ("distance", "bureaucracy", "capacity_disparity")]
    assert sum(rest) == pytest.approx(1 / 3, abs=1e-12)
    assert rest == pytest.approx([0.180, 0.099, 0.054], abs=0.0005)  # as printed
    ratios = weights.details["consistency_ratios"]
    assert list(ratios) == ["cooperation", "opportunities", "challenges"]
    # Two children each: consistent by law 5. Three in challenges: 2, 3, 2 is nearly 2 x 2.
    assert (ratios["cooperation"], ratios["opportunities"]) == (0.0, 0.0)
    assert ratios["challenges"] == pytest.approx(0.009, abs=0.0005)
    assert weights.details["random_index"] == "alonso-lamata-2006"


def test_the_shipped_result_says_what_it_rests_on(result):
    assert result.example is True
    assert len(result.not_assessed) == 10
    assert set(result.not_assessed) == set(shipped_dict()["weights"]["not_assessed"])
    assert [item.name for item in result.indicators] == [
        "sanitation_access", "water_access", "population", "hdi",
    ]  # fmt: skip
    assert {item.year for item in result.indicators} == {2021, 2025}
    assert len(result.screens) == 12
    assert {item.outcome for item in result.screens} == {"unknown"}
    assert result.dialect == {"delimiter": ",", "decimal": ".", "encoding": "utf-8", "bom": False}
    ngawi = next(item for item in result.partners if item.candidate == "35.21+35.22")
    assert (ngawi.border, ngawi.partner_name) == ("land", "Kabupaten Ngawi")
    figures = {(f.indicator.name, f.side): (f.own, f.partners) for f in ngawi.exchange}
    assert figures == {
        ("sanitation_access", "gives"): (90.96, 79.35),
        ("water_access", "gets"): (97.24, 99.92),
    }


def test_the_shipped_study_is_the_same_bytes_twice(shipped, result):
    again = kd.Study.load(SHIPPED / "study.toml").run()
    assert again.to_json() == result.to_json()
    share = result.acceptability.first_shares[result.problem.candidate_index("35.21+35.22")]
    assert share == pytest.approx(0.72, abs=4 * (0.72 * 0.28 / 10_000) ** 0.5)
    assert (result.acceptability.n_samples, result.acceptability.seed) == (10_000, 2026)


def test_the_result_comes_back_from_json(result):
    text = result.to_json()
    back = kd.StudyResult.from_json(text)
    assert back.to_json() == text
    assert back.to_dict() == result.to_dict()
    assert back.ranking.order == result.ranking.order
    assert not back.ranking.scores.flags.writeable
    assert kd.report(back, lang="id") == kd.report(result, lang="id")
    assert kd.Study.from_dict(back.study, folder=SHIPPED).run().to_json() == text


def test_the_result_shows_the_example_where_it_shows_weights(result):
    assert str(result).startswith("AHPWeights: EXAMPLE\n")
    assert result.tables("id")[0].title == "AHPWeights: CONTOH"
    plain = study_of().run()
    assert str(plain).startswith("EqualWeights\n")


def test_a_study_comes_back_from_its_dict(shipped):
    content = shipped.to_dict()
    again = kd.Study.from_dict(content, folder=SHIPPED)
    assert again.to_dict() == content
    assert again.problem.to_dict() == shipped.problem.to_dict()
    json.dumps(content, allow_nan=False)
    inline = study_of(method={"p": "inf"})
    assert kd.Study.from_dict(inline.to_dict()).to_dict() == inline.to_dict()


def test_the_same_study_as_json(shipped, tmp_path):
    for item in SHIPPED.glob("*.csv"):
        shutil.copy(item, tmp_path)
    path = tmp_path / "study.json"
    path.write_text(json.dumps(shipped_dict(), ensure_ascii=False), encoding="utf-8")
    assert kd.Study.load(path).to_dict() == shipped.to_dict()
    assert kd.Study.load(path).problem.to_dict() == shipped.problem.to_dict()


def test_a_study_does_not_change():
    study = study_of()
    with pytest.raises(ValueError, match="frozen"):
        study.title = "Other"
    content = copy.deepcopy(INLINE)
    kd.Study.from_dict(content).run()
    assert content == INLINE


# ---- ten faults ----------------------------------------------------------------------------------

TEN = [
    ("tittle", "unknown key", "did you mean 'title'?"),
    ("title", "missing", ""),
    ("data.values.Tuban.gain", "text where a number is due", "'2'"),
    ("criteria[1].direction", "unknown direction", "'down'"),
    ("criteria[2].unti", "unknown key", "did you mean 'unit'?"),
    ("criteria[3].bounds", "no scale", "(9.0, 1.0)"),
    ("criteria: criterion 'km'", "the name stands more than once", "rows 1, 3"),
    ("weights.values: weight of 'km'", "no weight", "-1"),
    ("method.name", "unknown choice", "did you mean 'TOPSIS'?"),
    ("robustness.n_samples", "too small; got 10, expected 100 or more", "10"),
]


def test_ten_faults_are_reported_together_each_with_its_path(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(TEN_FAULTS, encoding="utf-8")
    raised = faults(kd.Study.load, path)
    assert len(raised) == 10
    assert len({(fault.where, fault.what) for fault in raised}) == 10
    by_place = {fault.where: str(fault) for fault in raised}
    for where, what, word in TEN:
        assert what in by_place[where]
        assert word in by_place[where]
    assert message(kd.Study.load, path).startswith("10 faults:\n  1. ")


def test_faults_of_the_data_stand_beside_those_of_the_file(tmp_path):
    (tmp_path / "d.csv").write_text("name,km,gain\nTuban,near,2\nNgawi,55.4,high\n")
    where = found(
        study_of, tmp_path, data={"source": "table", "path": "d.csv"}, method={"name": "AHP"}
    )
    assert set(where) == {
        "method.name",
        "data: d.csv, line 2 (Tuban), column 'km'",
        "data: d.csv, line 3 (Ngawi), column 'gain'",
    }


# ---- one fault, one sentence ---------------------------------------------------------------------

SECTIONS = [
    ({"title": None}, "title: missing."),
    ({"title": 3}, "title: no text; got 3, expected text."),
    ({"title": {"fr": "Où"}}, "title.fr: unknown choice; got 'fr', expected one of 'en', 'id'. "
     "Hint: known names: 'en', 'id'."),
    ({"data": None}, "data: missing."),
    ({"data": {"values": {}}}, "data.source: missing."),
    ({"data": {"source": "inlin"}}, "data.source: unknown choice; got 'inlin', expected one of "
     "'inline', 'table', 'regions'. Hint: did you mean 'inline'?"),
    ({"data": {"source": "inline", "values": {}}},
     "data: candidates: there are none; expected at least one."),
    ({"data": {"source": "table", "path": "d.csv"}},
     "data: path: there is no folder to look in. Hint: Study.load(path)."),
    ({"criteria": None}, "criteria: missing."),
    ({"criteria": []}, "criteria: there are none; expected at least one."),
    ({"weights": None}, "weights: missing."),
    ({"weights": {}}, "weights.scheme: missing."),
    ({"weights": {"scheme": "ahpp"}}, "weights.scheme: unknown choice; got 'ahpp', expected one of "
     "'equal', 'direct', 'rank_order', 'swing', 'smart', 'point_allocation', 'swara', 'fucom', "
     "'lbwa', 'ahp', 'best_worst', 'entropy', 'gini', 'angle', 'coefficient_of_variation', "
     "'merec', 'cilos', 'idocriw', 'lopcow', 'standard_deviation', 'variance', 'critic', "
     "'combined'. Hint: did you mean 'ahp'?"),
    ({"weights": {"scheme": "equal", "values": {}}},
     "weights.values: unknown key. Hint: it belongs to another kind of section: take it out."),
    ({"weights": {"scheme": "direct", "values": {"km": 0, "gain": 0}}},
     "weights.values: weights: all weights are 0; expected at least one above 0."),
    ({"weights": {"scheme": "rank_order", "order": ["km", 3]}},
     "weights.order[2]: no text; got 3, expected text."),
    ({"weights": {"scheme": "rank_order", "order": ["km", "gain"], "rule": "centrod"}},
     "weights.rule: unknown choice; got 'centrod', expected one of 'centroid', 'sum', "
     "'reciprocal', 'exponent'. Hint: did you mean 'centroid'?"),
    ({"method": {"p": 3}}, "method: p: unknown metric; got 3, expected 1, 2 or inf."),
    ({"method": {"p": True}}, "method: p: unknown metric; got True, expected 1, 2 or inf."),
    ({"method": {"name": "WeightedSum", "p": 1}},
     "method: p: unknown parameter. Hint: known names: 'normalization'."),
    ({"method": {"colour": "red"}},
     "method: colour: unknown parameter. Hint: known names: 'normalization', 'p', 'ideal', "
     "'anti_ideal', 'weighting'."),
    ({"method": {"normalisation": "max"}},
     "method: normalisation: unknown parameter. Hint: did you mean 'normalization'?"),
    ({"method": {"name": "VIKOR", "V": 1}},
     "method: V: unknown parameter. Hint: did you mean 'v'?"),
    ({"method": {"name": "PROMETHEE2", "preference": "linear", "q": 9, "p": 3}},
     "method: q: indifference beyond strict preference; got 9, expected <= 3."),
    ({"method": {"name": "PROMETHEE2", "preference": "usual", "q": [1, 2, 3]}}, "3 faults:\n"
     "  1. method: q[1]: 'usual' reads no q; got 1, expected None.\n"
     "  2. method: q[2]: 'usual' reads no q; got 2, expected None.\n"
     "  3. method: q[3]: 'usual' reads no q; got 3, expected None."),
    ({"method": {"name": "pymcdm", "method": "MARICA"}},
     "method: method: unknown method; got 'MARICA', expected one of 'BalancedSPOTIS', 'CODAS', "
     "'COMET', 'CoCoSo', 'ERVD', 'LMAW', 'LoPM', 'MAIRCA', 'OCRA', 'PROBID', 'RAFSI', 'RAM', "
     "'RIM', 'SPROBID'. Hint: did you mean 'MAIRCA'?"),
    ({"method": {"name": "VIKOR", "v": 2}}, "method: v: no share; got 2, expected a number in "
     "[0, 1]."),
    ({"robustness": {"seed": -1}},
     "robustness.seed: too small; got -1, expected 0 or more."),
    ({"robustness": {"n_samples": 1e4}},
     "robustness.n_samples: no whole number; got 10000.0, expected a whole number."),
    ({"robustness": {"concentration": 0}},
     "robustness.concentration: too small; got 0, expected more than 0."),
    ({"wieghts": {}}, "wieghts: unknown key. Hint: did you mean 'weights'?"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), SECTIONS, ids=lambda value: str(value)[:40])
def test_a_fault_is_named_by_its_path(changes, said):
    assert message(study_of, **changes) == said


def test_inline_data_fit_the_criteria():
    data = {
        "source": "inline",
        "values": {"Tuban": {"km": 1, "gain": 1}, "Ngawi": {"km": 1, "gian": 1}},
        "labels": {"Ngawy": "Kabupaten Ngawi"},
    }
    where = found(study_of, data=data)
    assert where["data: values.Ngawi"].what == "criterion 'gain' has no value"
    assert where["data: values.Ngawi.gian"].hint == "did you mean 'gain'?"
    assert where["data: labels.Ngawy"].hint == "did you mean 'Ngawi'?"
    assert len(where) == 3


@pytest.mark.parametrize("value", [np.nan, np.inf, "7", None, True, 10**400])
def test_an_inline_value_is_a_number(value):
    data = copy.deepcopy(INLINE["data"])
    data["values"]["Ngawi"]["gain"] = value
    raised = faults(study_of, data=data)
    assert len(raised) == 1
    assert "Ngawi" in raised[0].where
    assert "gain" in raised[0].where


def test_what_is_no_study_is_refused():
    assert message(kd.Study.from_dict, [1]) == "study: no mapping; got list."


# ---- the file itself -----------------------------------------------------------------------------


def test_a_missing_file_names_its_sibling(tmp_path):
    (tmp_path / "study.toml").write_text("")
    (tmp_path / "study.csv").write_text("")
    path = tmp_path / "stduy.toml"
    assert message(kd.Study.load, path) == (
        f"{path}: there is no such file. Hint: did you mean 'study.toml'?"
    )
    far = tmp_path / "nowhere" / "study.toml"
    assert message(kd.Study.load, far) == (
        f"{far}: there is no such file. Hint: there is no folder {far.parent}."
    )


def test_a_folder_is_no_study(tmp_path):
    assert message(kd.Study.load, tmp_path) == (
        f"{tmp_path}: this is a folder. Hint: name the file in it, such as study.toml."
    )


@pytest.mark.parametrize("name", ["a" * 3000, "a\0b.toml", ""])
def test_a_name_that_no_file_can_have_is_refused(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(faults(kd.Study.load, name)) == 1


BROKEN = [
    ("s.toml", b"title = \n", "no valid TOML; got Invalid value (at line 1, column 9)"),
    ("s.toml", b"title = 'a'\ntitle = 'b'\n", "no valid TOML; got Cannot overwrite a value"),
    ("s.toml", b"title = '\xe9'", "no UTF-8 text."),
    ("s.json", b'{"title": "a",}', "no valid JSON; got Expecting property name"),
    ("s.json", b'{"title": "a", "title": "b"}', "no valid JSON; got given twice: 'title'."),
    ("s.json", b'{"data": {"x": 1, "y": 2, "x": 3}}', "no valid JSON; got given twice: 'x'."),
    ("s.json", b'{"title": "\\ud800"}', "no valid JSON; got 'utf-8' codec can't encode"),
    ("s.json", b"[" * 100_000, "no valid JSON; got maximum recursion depth exceeded"),
    ("s.JSON", b"", "no valid JSON; got Expecting value"),
]


@pytest.mark.parametrize(("name", "content", "said"), BROKEN)
def test_a_broken_file_says_where_it_breaks_off(name, content, said, tmp_path):
    (tmp_path / name).write_bytes(content)
    assert message(kd.Study.load, tmp_path / name).startswith(f"{tmp_path / name}: {said}")


def test_a_byte_order_mark_is_no_fault(tmp_path):
    for name in ("s.toml", "s.json"):
        text = '{"title": "Where"}' if name == "s.json" else 'title = "Where"'
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
        assert set(found(kd.Study.load, tmp_path / name)) == {"data", "criteria", "weights"}


# ---- a table beside the study --------------------------------------------------------------------

EXCEL = "nama;km;gain;catatan\nTuban;34,8;2;a\nNgawi;55,4;;b\nBlora;50,7;6,5;c\n"


@pytest.fixture
def beside(tmp_path):
    """Return a function that writes the table and makes the study of it."""

    def make(text, encoding="utf-8", **data):
        sections = {key: data.pop(key) for key in ("weights", "criteria") if key in data}
        (tmp_path / "d.csv").write_bytes(text.encode(encoding))
        data = {"source": "table", "path": "d.csv", **data}
        return study_of(tmp_path, data=data, **sections)

    return make


def test_what_excel_writes_in_indonesia_is_read(beside):
    study = beside(EXCEL.replace(";;", ";7;"), "utf-8-sig")
    assert study.problem.candidate_names == ("Tuban", "Ngawi", "Blora")
    assert study.problem.matrix.tolist() == [[34.8, 2], [55.4, 7], [50.7, 6.5]]
    done = study.problem.preparation
    assert done.ignored_columns == ("catatan",)
    assert done.dialect == {"delimiter": ";", "decimal": ",", "encoding": "utf-8", "bom": True}
    assert study.run().ranking.best == "Blora"


def test_an_ambiguous_number_shows_both_readings(beside):
    text = "name;km;gain\nTuban;1.234;2\nNgawi;5;7\n"
    said = message(beside, text)
    assert "data: d.csv, line 2 (Tuban), column 'km'" in said
    assert "1.234 (decimal point) or 1234 (decimal comma)" in said
    assert beside(text, decimal=",").problem.matrix[0, 0] == 1234
    assert beside(text, decimal=".").problem.matrix[0, 0] == 1.234


def test_a_missing_cell_needs_a_policy(beside):
    said = message(beside, EXCEL)
    assert said.startswith("data: criterion 'gain' of candidate 'Ngawi': the value is missing")
    assert "missing='drop_candidate'" in said


POLICIES = [
    ("drop_candidate", [[34.8, 2], [50.7, 6.5]], ("Ngawi",), (), ()),
    ("drop_criterion", [[34.8], [55.4], [50.7]], (), ("gain",), ()),
    ("worst", [[34.8, 2], [55.4, 2], [50.7, 6.5]], (), (), (("Ngawi", "gain", 2.0),)),
    ("median", [[34.8, 2], [55.4, 4.25], [50.7, 6.5]], (), (), (("Ngawi", "gain", 4.25),)),
]


@pytest.mark.parametrize(("policy", "matrix", "candidates", "criteria", "filled"), POLICIES)
def test_a_policy_for_missing_cells_is_kept_and_recorded(
    beside, policy, matrix, candidates, criteria, filled
):
    study = beside(EXCEL, missing=policy)
    done = study.problem.preparation
    assert study.problem.matrix.tolist() == matrix
    assert (done.missing, done.dropped_candidates, done.dropped_criteria, done.filled) == (
        policy, candidates, criteria, filled,
    )  # fmt: skip
    result = study.run()
    assert kd.StudyResult.from_json(result.to_json()).problem.preparation == done
    text = str(kd.report(result, format="text"))
    told = {
        "drop_candidate": "Left out for want of a figure: Ngawi.",
        "drop_criterion": "Left out for want of a figure: gain.",
        "worst": "filled in by the policy 'worst': Ngawi, gain: 2.",
        "median": "filled in by the policy 'median': Ngawi, gain: 4.25.",
    }
    assert told[policy] in text


def test_weights_of_a_dropped_criterion_are_a_fault_of_the_file(beside):
    weights = {"scheme": "direct", "values": {"km": 1, "gain": 2}}
    said = message(beside, EXCEL, missing="drop_criterion", weights=weights)
    assert said.startswith(
        "data.missing: 'drop_criterion' drops 'gain', which the weights are about. Hint: take it"
    )


def test_a_missing_column_names_the_closest(beside):
    where = found(beside, "nama;km;gian\nTuban;1;2\nNgawi;2;1\n")
    assert list(where) == ["data: d.csv: column 'gain'"]
    assert where["data: d.csv: column 'gain'"].hint == "did you mean 'gian'?"


def test_the_names_may_stand_in_any_column(beside):
    text = "code;km;gain;region\n01;1;2;Tuban\n02;2;1;Ngawi\n"
    assert beside(text, names="region").problem.candidate_names == ("Tuban", "Ngawi")
    assert beside(text).problem.candidate_names == ("01", "02")
    assert "did you mean 'region'?" in message(beside, text, names="regoin")


def test_two_rows_of_one_name_are_refused(beside):
    said = message(beside, "name;km;gain\nTuban;1;2\nTuban;2;1\n")
    assert said.startswith("data: candidate 'Tuban': the name stands more than once")


OUTSIDE = ["../d.csv", "/etc/hostname", "x/../../d.csv"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_study_reads_from_its_own_folder_only(name, tmp_path):
    (tmp_path / "d.csv").write_text("name,km,gain\nTuban,1,2\n")
    folder = tmp_path / "study"
    folder.mkdir()
    assert message(study_of, folder, data={"source": "table", "path": name}) == (
        f"data: path: outside the study's folder; got {name!r}. "
        "Hint: put the file beside the study, or allow it: --allow-outside."
    )


def test_a_link_does_not_lead_out_of_the_folder(tmp_path):
    (tmp_path / "d.csv").write_text("name,km,gain\nTuban,1,2\n")
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "link.csv").symlink_to(tmp_path / "d.csv")
    said = message(study_of, folder, data={"source": "table", "path": "link.csv"})
    assert "outside the study's folder" in said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("e.csv", "data: path: no such file; got 'e.csv'. Hint: did you mean 'd.csv'?"),
        (".", "data: path: no such file; got '.'."),
        ("a\0b", "data: path: no name of a file; got 'a\\x00b'."),
        ("a" * 3000, "data: path: no name of a file; got 'aaa"),
    ],
)
def test_a_table_that_is_not_there(name, said, tmp_path):
    (tmp_path / "d.csv").write_text("name,km,gain\nTuban,1,2\n")
    assert message(study_of, tmp_path, data={"source": "table", "path": name}).startswith(said)


# ---- regions -------------------------------------------------------------------------------------


def test_files_of_regions_that_are_not_there_are_named_together():
    where = found(shipped_of, data={"path": "region.csv", "borders": "border.csv"})
    assert where["data: path"].hint == "did you mean 'regions.csv'?"
    assert where["data: borders"].hint == "did you mean 'borders.csv'?"


REGIONS = [
    ({"initiator": "35.2"}, "data: region '35.2': no such code in the table. Hint: a spreadsheet "
     "has cut a zero off: write '35.20', and keep codes as text."),
    ({"initiator": 35.22}, "data.initiator: no text; got 35.22, expected text."),
    ({"partners": ["35.21", "35.99"]}, "data: region '35.99': no such code in the table."),
    ({"partners": ["35.21", "35.22"]}, "data: partner '35.22': a region is no partner of itself."),
    ({"partners": []}, "data: partners: there are none; expected at least one."),
    ({"initator": "35.22"}, "data.initator: unknown key. Hint: did you mean 'initiator'?"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), REGIONS)
def test_a_fault_of_the_regions_is_named(change, said):
    assert message(shipped_of, data=change).startswith(said)


def test_partners_may_be_chosen():
    study = shipped_of(data={"partners": ["35.23", "33.16"]}, robustness={"n_samples": 100})
    assert study.problem.candidate_names == ("35.22+35.23", "33.16+35.22")
    assert [item.partner_name for item in study.run().partners] == [
        "Kabupaten Tuban", "Kabupaten Blora",
    ]  # fmt: skip


def changed_criterion(position, **changes):
    """Return the shipped criteria, one of them changed; None takes a key out."""
    criteria = shipped_dict()["criteria"]
    entry = criteria[position] | changes
    criteria[position] = {key: value for key, value in entry.items() if value is not None}
    return criteria


def test_regions_need_an_operator_for_every_criterion():
    said = "criteria[3] (distance): the data are regions, and this criterion has no operator."
    assert message(shipped_of, criteria=changed_criterion(2, operator=None)) == said
    null = shipped_dict()["criteria"]
    null[2]["operator"] = None  # as JSON may say it
    assert message(shipped_of, criteria=null) == said


@pytest.mark.parametrize("source", ["inline", "table"])
def test_an_operator_needs_regions(source, tmp_path):
    (tmp_path / "d.csv").write_text("name,km,gain\nTuban,1,2\n")
    criteria = copy.deepcopy(INLINE["criteria"])
    criteria[0]["operator"] = {"kind": "HaversineKm"}
    data = INLINE["data"] if source == "inline" else {"source": "table", "path": "d.csv"}
    assert message(study_of, tmp_path, criteria=criteria, data=data) == (
        'criteria[1] (km): an operator needs regions. Hint: data.source = "regions".'
    )


OPERATORS = [
    ({"kind": "Haversine"}, "criteria[3].operator: operator: kind", "did you mean 'HaversineKm'?"),
    ({}, "criteria[3].operator: operator", "one of 'Alignment'"),
    ({"kind": "Gap", "indicater": "hdi"}, "criteria[3].operator: Gap: 'indicater'",
     "did you mean 'indicator'?"),
    ({"kind": "Gap", "indicator": "hdy"}, "data: criterion 'distance': indicator 'hdy'",
     "did you mean 'hdi'?"),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "where", "hint"), OPERATORS)
def test_a_fault_of_an_operator_is_named(operator, where, hint):
    raised = found(shipped_of, criteria=changed_criterion(2, operator=operator))
    assert hint in raised[where].hint


def test_a_missing_indicator_is_never_zero():
    criteria = changed_criterion(4, operator={"kind": "Gap", "indicator": "fiscal_capacity_ratio"})
    said = message(shipped_of, criteria=criteria)
    assert said.count("the value is missing") == 3
    for name in ("Blora", "Rembang", "Situbondo"):
        assert f"Kabupaten {name}" in said


def test_one_indicator_feeds_one_criterion_unless_it_is_allowed_to():
    criteria = changed_criterion(4, operator={"kind": "Gap", "indicator": "population"})
    assert message(shipped_of, criteria=criteria) == (
        "data: indicator 'population': it feeds 'synergy' and 'capacity_disparity', so it would "
        "count twice. Hint: leave one out, or say allow_shared=['population']."
    )
    allowed = shipped_of(criteria=criteria, data={"allow_shared": ["population"]})
    assert len(allowed.problem.candidate_names) == 39


# ---- weights -------------------------------------------------------------------------------------

AHP = {
    "scheme": "ahp",
    "tree": {"km": {}, "gain": {}},
    "comparisons": {"goal": [["gain", "km", 3]]},
}

BEST_WORST = {
    "scheme": "best_worst",
    "best": "gain",
    "worst": "km",
    "best_to_others": {"km": 3},
    "others_to_worst": {"gain": "3"},
}

SCHEMES = [
    ({"scheme": "equal"}, [1 / 2, 1 / 2]),
    ({"scheme": "direct", "values": {"km": 1, "gain": 3}}, [1 / 4, 3 / 4]),
    ({"scheme": "rank_order", "order": ["gain", "km"]}, [1 / 4, 3 / 4]),
    ({"scheme": "rank_order", "order": ["gain", "km"], "rule": "sum"}, [1 / 3, 2 / 3]),
    ({"scheme": "rank_order", "order": ["gain", "km"], "rule": "reciprocal"}, [1 / 3, 2 / 3]),
    ({"scheme": "rank_order", "order": [["gain", "km"]]}, [1 / 2, 1 / 2]),
    (AHP, [1 / 4, 3 / 4]),
    (AHP | {"prioritization": "geometric_mean", "random_index": "saaty-1980"}, [1 / 4, 3 / 4]),
    (AHP | {"comparisons": {"goal": [["gain", "km", "1/4"]]}}, [4 / 5, 1 / 5]),
    (BEST_WORST, [1 / 4, 3 / 4]),
    (BEST_WORST | {"model": "nonlinear"}, [1 / 4, 3 / 4]),
]


@pytest.mark.parametrize(("weights", "expected"), SCHEMES)
def test_every_scheme_weighs(weights, expected):
    result = study_of(weights=weights, robustness={"n_samples": 100}).run()
    assert result.weights.values == pytest.approx(expected, abs=1e-12)
    again = kd.Study.from_dict(result.study)
    assert again.run().to_json() == result.to_json()


MISFITS = [
    ({"scheme": "direct", "values": {"km": 1, "gain": 1, "gian": 1}},
     {"weights: weight for criterion 'gian'": "did you mean 'gain'?"}),
    ({"scheme": "direct", "values": {"km": 1}},
     {"weights: criterion 'gain'": "say 0 if it shall not count"}),
    ({"scheme": "rank_order", "order": ["km"]}, {"weights: criterion 'gain'": None}),
    ({"scheme": "rank_order", "order": ["km", "gian"]},
     {"weights: criterion 'gian'": "did you mean 'gain'?", "weights: criterion 'gain'": None}),
    (AHP | {"tree": {"km": {}, "gain": {}, "risk": {}},
            "comparisons": {"goal": [["gain", "km", 3], ["gain", "risk", 1], ["km", "risk", 1]]}},
     {"weights: leaf 'risk'": "list it in weights.not_assessed"}),
    (AHP | {"tree": {"km": {}}, "comparisons": {}},
     {"weights: criterion 'gain'": "judge it in weights.comparisons, or take the criterion out"}),
    (AHP | {"not_assessed": ["gian"]}, {"weights: leaf 'gian'": "did you mean 'gain'?"}),
    (AHP | {"comparisons": {"gaol": [["gain", "km", 3]]}},
     {"weights: comparisons of node 'gaol'": "did you mean 'goal'?", "weights: node 'goal'": None}),
    (AHP | {"comparisons": {"goal": [["gain", "km", -3]]}},
     {"weights: node 'goal': judgment of 'gain' against 'km'": None}),
    (BEST_WORST | {"others_to_worst": {"gain": 4}},
     {"weights: judgment of 'gain' against 'km'": None}),
    (BEST_WORST | {"best": "gian", "others_to_worst": {"gian": 3}},
     {"weights: criterion 'gain'": "judge it in weights, or take the criterion out",
      "weights: judgments on 'gian'": "leave it out of the comparisons"}),
]  # fmt: skip


@pytest.mark.parametrize(("weights", "expected"), MISFITS)
def test_weights_that_fit_no_criterion_are_reported_at_their_path(weights, expected):
    raised = found(study_of, weights=weights)
    assert {where: fault.hint for where, fault in raised.items()} == expected


def test_weights_are_held_against_criteria_that_are_faulty_too():
    criteria = [{"name": "km", "direction": "cost"}, {"name": "gain", "direction": "up"}]
    weights = {"scheme": "direct", "values": {"km": 1, "gian": 1}}
    raised = found(study_of, criteria=criteria, weights=weights)
    assert set(raised) == {
        "criteria[2].direction",
        "weights: weight for criterion 'gian'",
        "weights: criterion 'gain'",
    }


def test_criteria_may_come_as_a_tuple():
    weights = {"scheme": "direct", "values": {"km": 1, "gian": 1}}
    criteria = tuple(INLINE["criteria"])
    assert len(faults(study_of, criteria=criteria, weights=weights)) == 2


def test_a_leaf_that_is_not_assessed_leaves_the_others_their_share():
    weights = AHP | {
        "tree": {"km": {}, "gain": {}, "risk": {}},
        "comparisons": {"goal": [["gain", "km", 3], ["risk", "km", 5], ["risk", "gain", 2]]},
        "not_assessed": ["risk"],
    }
    result = study_of(weights=weights, robustness={"n_samples": 100}).run()
    assert result.not_assessed == ("risk",)
    assert result.weights.values == pytest.approx([1 / 4, 3 / 4], abs=1e-12)
    assert result.example is False


CYCLE = AHP | {
    "tree": {"km": {}, "gain": {}, "risk": {}},
    "comparisons": {"goal": [["km", "gain", 5], ["gain", "risk", 5], ["risk", "km", 5]]},
}


def test_a_consistency_ratio_above_a_tenth_warns_when_it_is_run():
    criteria = [*INLINE["criteria"], {"name": "risk", "direction": "cost"}]
    values = {"Tuban": {"km": 1, "gain": 2, "risk": 3}, "Ngawi": {"km": 3, "gain": 2, "risk": 1}}
    data = {"source": "inline", "values": values}
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # once, when it is run
        study = study_of(criteria=criteria, data=data, weights=CYCLE, robustness={"n_samples": 100})
    with pytest.warns(kd.KadmcdmWarning, match="consistency ratio") as caught:
        result = study.run()
    assert len(caught) == 1
    assert result.weights.values == pytest.approx([1 / 3] * 3, abs=1e-12)
    assert result.weights.details["consistency_ratios"]["goal"] > 0.10


# ---- method and robustness -----------------------------------------------------------------------

METHODS = [
    ({}, kd.TOPSIS()),
    ({"p": 1}, kd.TOPSIS(p=1)),
    ({"p": "inf", "normalization": "minmax"}, kd.TOPSIS("minmax", p=np.inf)),
    ({"name": "WeightedSum"}, kd.WeightedSum()),
    ({"name": "WeightedProduct", "normalization": "sum"}, kd.WeightedProduct("sum")),
    ({"name": "VIKOR", "v": 0.7}, kd.VIKOR(0.7)),
    ({"name": "PROMETHEE2", "preference": ["usual", "linear"], "q": [np.nan, 1], "p": [None, 2]},
     kd.PROMETHEE2(["usual", "linear"], q=[None, 1], p=[None, 2])),
    ({"name": "pymcdm", "method": "MAIRCA"}, kd.PymcdmMethod("MAIRCA")),
]  # fmt: skip


@pytest.mark.parametrize(("section", "method"), METHODS)
def test_the_method_is_what_the_file_says(section, method):
    study = study_of(method=section, robustness={"n_samples": 100})
    result = study.run()
    expected = kd.rank(study.problem, kd.EqualWeights(), method)
    assert result.ranking.method == method
    assert result.ranking.scores.tolist() == expected.scores.tolist()
    assert kd.StudyResult.from_json(result.to_json()).to_json() == result.to_json()


def test_toml_says_with_nan_that_a_threshold_is_not_read():
    section = tomllib.loads(
        'name = "PROMETHEE2"\npreference = ["usual", "linear"]\nq = [nan, 1]\np = [nan, 2]'
    )
    study = study_of(method=section)
    assert study.to_dict()["method"]["q"] == [None, 1]
    assert kd.Study.from_dict(study.to_dict()) == study


def test_bounds_of_criteria_reach_the_method():
    criteria = [
        {"name": "km", "direction": "cost", "bounds": [0, 100]},
        {"name": "gain", "direction": "benefit", "bounds": [0, 10]},
    ]
    method = {"name": "SPOTIS"}
    result = study_of(criteria=criteria, method=method, robustness={"n_samples": 100}).run()
    assert result.ranking.scores == pytest.approx([-(0.348 + 0.8) / 2, -(0.554 + 0.3) / 2])
    assert message(study_of, method=method).startswith(
        "2 faults:\n  1. method: criterion 'km': SPOTIS needs its bounds"
    )


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({}, "TOPSIS (vector)"),
        ({"p": 1}, "TOPSIS (vector), p = 1"),
        ({"name": "VIKOR", "v": 0.7}, "VIKOR, v = 0.7"),
        ({"name": "pymcdm", "method": "MAIRCA"}, "MAIRCA (pymcdm)"),
    ],
)
def test_a_study_shows_its_method_and_the_parameters_that_it_sets(section, said):
    assert ("method", said) in study_of(method=section).tables()[0].rows


def test_the_schema_names_every_method_and_lets_parameters_in():
    section = kd.Study.json_schema()["$defs"]["MethodSection"]
    assert section["additionalProperties"] is True
    names = set(section["properties"]["name"]["enum"])
    assert names == set(BY_NAME) - {"AHP"}  # its judgments stand in the weights


def test_weights_are_drawn_around_those_of_the_study_where_it_says_so():
    weights = {"scheme": "direct", "values": {"km": 1, "gain": 9}}
    near = study_of(weights=weights, robustness={"n_samples": 500, "concentration": 200}).run()
    even = study_of(weights=weights, robustness={"n_samples": 500}).run()
    assert (near.acceptability.weights, even.acceptability.weights) == ("dirichlet", "uniform")
    at = near.problem.candidate_index("Ngawi")
    assert near.acceptability.first_shares[at] > even.acceptability.first_shares[at]
    assert near.acceptability.n_samples == 500


def test_data_that_the_method_refuses_are_named():
    data = copy.deepcopy(INLINE["data"])
    data["values"]["Tuban"]["gain"] = -2
    assert message(study_of, data=data, method={"name": "WeightedSum"}).startswith(
        "method: criterion 'gain': normalization 'max' takes no negative values."
    )


def test_labels_of_candidates_are_read_in_both_languages():
    data = INLINE["data"] | {"labels": {"Tuban": {"en": "Tuban Regency", "id": "Kab. Tuban"}}}
    problem = study_of(data=data).problem
    assert problem.candidate_label("Tuban", "en") == "Tuban Regency"
    assert problem.candidate_label("Tuban", "id") == "Kab. Tuban"
    assert problem.candidate_label("Ngawi", "id") == "Ngawi"


def test_two_readings_of_one_study_are_equal():
    assert study_of() == study_of()
    assert hash(study_of()) == hash(study_of())
    assert study_of() != study_of(title="Another")


@pytest.mark.parametrize("title", ["", "  ", {}, {"en": ""}], ids=repr)
def test_a_study_has_a_title(title):
    assert message(study_of, title=title).startswith("title: there is no text")


# ---- schema --------------------------------------------------------------------------------------


def test_the_schema_covers_every_key_and_says_what_is_required():
    schema = kd.Study.json_schema()
    assert set(schema["properties"]) == set(kd.Study.model_fields)
    assert set(shipped_dict()) <= set(schema["properties"])
    assert set(schema["required"]) == {"title", "data", "criteria", "weights"}
    assert schema["additionalProperties"] is False
    parts = schema["$defs"]
    required = {
        "InlineData": {"source", "values"},
        "TableData": {"source", "path"},
        "RegionData": {"source", "path", "initiator"},
        "StudyCriterion": {"name", "direction"},
        "EqualScheme": {"scheme"},
        "DirectScheme": {"scheme", "values"},
        "RankOrderScheme": {"scheme", "order"},
        "AHPScheme": {"scheme", "tree"},
        "BestWorstScheme": {"scheme", "best", "worst", "best_to_others", "others_to_worst"},
    }
    for name, keys in required.items():
        assert set(parts[name]["required"]) == keys
        assert parts[name]["additionalProperties"] is False
    assert "required" not in parts["MethodSection"]
    assert "required" not in parts["RobustnessSection"]
    assert parts["StudyCriterion"]["properties"]["direction"]["enum"] == ["benefit", "cost"]
    json.dumps(schema, allow_nan=False)
