"""What whole documents hold: sections, pictures, evidence, what people said, the checklist."""

import io
import re
import threading
from dataclasses import replace

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm import partnership as pt
from kadmcdm.datasets import data_folder
from kadmcdm.report import contents, pictures
from kadmcdm.report.checklist import ISPOR, JRC
from kadmcdm.report.document import Figure, Heading
from messages import faults, message

HEADS = {
    "en": ["Ranking", "Why", "How sure", "What is compared", "The figures", "Weights", "Screens",
           "If the weights or the method were others", "What would have to change",
           "What else the figures show", "What is not known", "Limits", "Next steps",
           "How this came about", "Checklist"],
    "id": ["Peringkat", "Mengapa", "Seberapa yakin", "Apa yang dibandingkan", "Data yang dipakai",
           "Bobot", "Penapisan", "Bila bobot atau metodenya lain", "Apa yang harus berubah",
           "Hal lain yang terlihat dari data", "Yang belum diketahui", "Keterbatasan",
           "Langkah berikutnya", "Asal-usul hasil", "Daftar periksa"],
}  # fmt: skip


@pytest.fixture(scope="module")
def study():
    return kd.Study.load(data_folder("east_java") / "study.toml").run()


def problem(**about):
    """Return a small problem in which everything is said of every criterion."""
    return kd.DecisionProblem(
        [
            kd.Criterion("distance", "cost", unit="km", changeable=False, description="by road",
                         source="own survey, 2025", group="burden"),
            kd.Criterion("gain", "benefit", description="share of the gap that closes",
                         source="BPS, 2024", group="gain", bounds=(0, 1),
                         lever={"en": "training", "id": "pelatihan"}),
            kd.Criterion("trust", "benefit", description="grade of the team", source="team",
                         group="gain"),
        ],
        ["Tuban", "Ngawi", "Blora", "Jombang"],
        [[34.8, 0.01, 4], [55.4, 0.16, 3], [50.7, 0.06, 5], [59.6, 0.19, 2]],
        **about,
    )  # fmt: skip


def ranking(weights=(0.2, 0.5, 0.3), method=None, **about):
    return kd.rank(problem(**about), list(weights), method or kd.TOPSIS())


ALL = ("rank_acceptability", "expected_ranks", "central_weights", "pairwise_winning")


class Plain:
    """A sum of the figures as they are."""

    name = "Plain"

    def scores(self, matrix, weights, benefit, *, bounds=None):
        return np.einsum("...mn,...n->...m", np.where(benefit, matrix, -matrix), weights)


def words(result, lang="en", **options):
    """Return the Markdown of a report without its pictures, on one line."""
    text = re.sub(r"\(data:image[^)]*\)", "()", str(kd.report(result, lang=lang, **options)))
    return " ".join(text.replace("\\", "").split())


def ticked(result, **options):
    """Return where the checklist says that its items stand, by number; None: not provided."""
    text = str(kd.report(result, **options)).split("\n## Checklist")[1]
    rows = re.findall(r"^\| (\d+[ab]?c?) \| .* \| (.*) \|$", text, re.M)
    assert len(rows) == len(ISPOR) + len(JRC)
    return {number: None if w == "not provided" else w.removeprefix("✓ ") for number, w in rows}


# ---- sections and pictures -----------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_sections_of_a_study(study, lang, dots):
    lines = str(kd.report(study, lang=lang)).splitlines()
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == HEADS[lang]


@pytest.mark.parametrize("name", ["\ud800half", "\U0001f600" * 300, "\u202egnp.exe"])
def test_letters_that_no_picture_can_draw_stop_no_report(name, tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "DPI", 30)
    criteria = [kd.Criterion(name, "cost"), kd.Criterion("b", "benefit")]
    found = kd.rank(kd.DecisionProblem(criteria, [name, "B"], [[1, 2], [2, 3]]), [1, 1])
    text = kd.report(found, tmp_path / "a.md").read_text(encoding="utf-8")
    spelled = name if name.isprintable() else name.encode("unicode_escape").decode()
    assert text.count("![") >= 8
    assert spelled.replace("\\", "\\\\") in text
    kept = kd.report(found, tmp_path / "a.json").read_text(encoding="utf-8")
    assert kd.Ranking.from_json(kept).to_dict() == found.to_dict()


def test_a_group_is_shown_by_labels_in_the_reports_language(monkeypatch):
    monkeypatch.setattr(pictures, "DPI", 30)
    labels = {"gain": {"en": "gain", "id": "manfaat"}, "trust": {"en": "trust", "id": "saling"}}
    given = kd.DecisionProblem(
        [kd.Criterion(name, "benefit", label=label) for name, label in labels.items()],
        ["Tuban", "Ngawi"], [[1, 2], [2, 1]],
    )  # fmt: skip
    group = kd.GroupComparisons(
        {who: kd.PairwiseComparisons(list(labels), {("gain", "trust"): value})
         for who, value in (("Ani", 3), ("Budi", 5))}
    )  # fmt: skip
    said = words(kd.rank(given, kd.AHPWeights(group)), "id", evidence=[group])
    assert "manfaat 0,795 (0,750 sampai 0,833)" in said
    assert "rasio konsistensi: tujuan" in said


def test_the_pictures_of_a_study_are_numbered_and_not_pyplots(study, monkeypatch):
    import matplotlib
    import matplotlib.pyplot as plt

    monkeypatch.setattr(pictures, "DPI", 30)
    mine = plt.figure()
    backend = matplotlib.get_backend()
    text = str(kd.report(study, lang="id"))
    assert plt.get_fignums() == [mine.number]
    assert matplotlib.get_backend() == backend
    plt.close(mine)
    found = re.findall(r"^Gambar (\d+)\. CONTOH\. (.*)$", text, re.M)
    assert [int(number) for number, _ in found] == list(range(1, 10))
    alternatives = re.findall(r"!\[(.*?)\]\(data:image/png;base64,", text)
    assert len(alternatives) == 9
    assert all(len(said) > 20 for said in alternatives)


def test_pictures_are_sharp_and_small():
    from PIL import Image

    png, said = pictures.drawn("ranking", ranking(), lang="en")
    image = Image.open(io.BytesIO(png))
    assert image.size[0] == 7.2 * pictures.DPI
    assert len(png) < 100_000
    assert said.startswith("Ranking by TOPSIS, 4 candidates")


def test_a_picture_can_be_drawn_outside_of_the_main_thread():
    made = []
    given = ranking()
    thread = threading.Thread(target=lambda: made.append(pictures.drawn("ranking", given)))
    thread.start()
    thread.join()
    assert made[0][0].startswith(b"\x89PNG")


def test_figures_keep_their_place_in_the_blocks(dots):
    from kadmcdm.report.case import case_of

    case = case_of(ranking(), lang="en", top=10, about=kd.About(), evidence=[], internal=False,
                   short=False)  # fmt: skip
    blocks = contents.whole_blocks(case)
    seen = ""
    under = {}
    for block in blocks:
        seen = block.text if isinstance(block, Heading) else seen
        if isinstance(block, Figure):
            under.setdefault(seen, []).append(block.caption.split(".")[0])
    assert under == {
        "Ranking": ["Figure 1"],
        "Why": ["Figure 2", "Figure 3"],
        "How sure": ["Figure 4", "Figure 5"],
        "If the weights or the method were others": ["Figure 6", "Figure 7", "Figure 8"],
        "What would have to change": ["Figure 9"],
    }


# ---- what is said --------------------------------------------------------------------------------


@pytest.mark.usefixtures("dots")
class TestSaid:
    def test_definitions_sources_levers(self):
        for lang, said in (
            (
                "en",
                "| gain | share of the gap that closes | gain | 0 to 1 | BPS, 2024 | training |",
            ),
            ("id", "| gain | share of the gap that closes | gain | 0 s.d. 1 | BPS, 2024 | pel"),
        ):
            assert said in words(ranking(), lang)
        assert "| distance | by road | burden | - | own survey, 2025 | cannot be changed |" in (
            words(ranking())
        )

    def test_both_matrices(self):
        said = words(ranking())
        assert "| candidate | distance (km) | gain | trust |" in said
        assert "| Jombang | 59.6 | 0.19 | 2 |" in said
        shown = kd.rank(problem(), [0.2, 0.5, 0.3]).details["normalized"][3]
        assert "| Jombang | " + " | ".join(f"{value:.3f}" for value in shown) + " |" in said

    def test_wide_matrices_are_cut_into_parts_and_nothing_is_lost(self):
        matrix = np.arange(1.0, 27.0).reshape(2, 13) ** 1.1
        wide = kd.DecisionProblem.from_arrays(matrix, ["benefit"] * 13)
        text = str(kd.report(kd.rank(wide, np.ones(13))))
        for k, columns in enumerate((range(1, 7), range(7, 13), range(13, 14)), 1):
            assert f"**Raw figures, part {k} of 3**" in text
            assert "| candidate | " + " | ".join(f"c{j}" for j in columns) + " |" in text

    def test_what_top_leaves_out_is_said(self):
        said = words(ranking(), top=2)
        assert "The first 2 of 4 candidates are shown." in said
        assert "The tables show the first 2 of 4 candidates, in the order of the ranking." in said
        assert "The tables show" not in words(ranking(), top=4)
        assert "candidates are shown" not in words(ranking(), top=4)

    def test_ties(self):
        said = words(kd.rank(kd.DecisionProblem.from_arrays([[1, 2], [1, 2], [0.5, 1]],
                                                            ["benefit"] * 2), [1, 1]))  # fmt: skip
        assert "a1 and a2 share the first rank" in said
        assert "| 1= | a1 |" in said

    @pytest.mark.parametrize(
        ("matrix", "said"),
        [
            ([[2, 3], [1, 1]], "That first place is sure: weights hardly change it."),
            ([[1, 3], [2.2, 1]], "likely, not sure: under the other weights somebody else"),
            ([[2, 2, 0], [0, 3, 3], [3, 0, 2.9]], "is not sure: under most other weights"),
        ],
    )
    def test_how_sure_in_words(self, matrix, said):
        given = kd.DecisionProblem.from_arrays(matrix, ["benefit"] * len(matrix[0]))
        weights = [1, 1] if len(matrix) == 2 else [0.5, 0.4, 0.1]
        found = kd.rank(given, weights, kd.WeightedSum("none"))
        assert said in words(found)

    def test_changes_by_lever_in_both_languages(self):
        assert "by what it can be done through: - training: gain from" in words(ranking())
        assert "menurut jalan yang tersedia: - pelatihan: gain dari" in words(ranking(), "id")

    def test_levers_are_given_figures_that_are_enough(self):
        found = ranking()
        name = found.order[1]
        step = re.search(rf"{name}, by .*?: - training: gain from \S+ to (\S+?)\. ", words(found))
        new = float(step[1])
        matrix = found.problem.matrix.copy()
        matrix[found.problem.candidate_index(name), 1] = new
        changed = kd.DecisionProblem(found.problem.criteria, found.problem.candidate_names, matrix)
        assert name in kd.rank(changed, found.weights).winners

    def test_a_method_without_reasons_says_so(self):
        class Bare:
            name = "Bare"

            def scores(self, matrix, weights, benefit, *, bounds=None):
                signed = np.where(benefit, matrix, -matrix)
                return np.einsum("...mn,...n->...m", signed, np.asarray(weights))

        said = words(ranking(method=Bare()))
        assert "The method says no more than the score" in said
        assert "has no exact answer for this method" in said
        assert "smallest change of all weights together is known for sums and products" in said
        places = ticked(ranking(method=Bare()))
        for item in ("4a", "4b", "6a", "8b", "5"):
            assert places[item] is None
        assert places["6b"] == "Ranking"

    def test_limits_are_those_of_the_method(self):
        said = {
            "sum": words(ranking(method=kd.WeightedSum())),
            "none": words(ranking(method=kd.WeightedSum("none"))),
            "product": words(ranking(method=kd.WeightedProduct())),
            "topsis": words(ranking()),
        }
        assert [key for key, text in said.items() if "It is no percentage" in text] == ["topsis"]
        assert [key for key, text in said.items() if "less so the poorer" in text] == ["product"]
        free = "Scores do not depend on who else is compared."
        assert [key for key, text in said.items() if free in text] == ["none"]

    def test_limits_are_those_of_the_data(self, study):
        said = words(study)
        assert "The figures are of different years: 2021 and 2025." in said
        assert "The weights are an EXAMPLE: nobody decided them." in said
        plain = words(replace(study, example=False, indicators=()))
        assert "different years" not in plain
        assert "EXAMPLE" not in plain

    def test_methods_that_differ_are_named(self):
        given = kd.DecisionProblem.from_arrays([[7, 9], [9, 16], [2, 4]], ["benefit", "cost"])
        said = words(kd.rank(given, [0.6, 0.4]))
        assert "Another method would put somebody else first: a2 by WeightedSum (max)" in said

    def test_methods_that_agree_are_the_other_ones(self):
        given = kd.DecisionProblem.from_arrays([[3, 3], [1, 1]], ["benefit"] * 2)
        said = words(kd.rank(given, [1, 1]))
        assert (
            "Every other method that was tried puts a1 first too: WeightedSum (max) and "
            "WeightedProduct (max)."
        ) in said

    def test_a_sure_first_place_does_not_hide_that_other_methods_differ(self):
        matrix = [[10, 0.1], [9, 0.9], [9, 0.8]]  # the first column is worth most unscaled
        given = kd.DecisionProblem.from_arrays(matrix, ["benefit"] * 2)
        said = words(kd.rank(given, [0.9, 0.1], Plain()))
        assert "other methods put somebody else first (a2)." in said
        assert "metode lain menempatkan calon lain di peringkat pertama (a2)." in words(
            kd.rank(given, [0.9, 0.1], Plain()), "id"
        )
        agreed = kd.DecisionProblem.from_arrays([[3, 3], [1, 1]], ["benefit"] * 2)
        assert "other methods put somebody" not in words(kd.rank(agreed, [1, 1]))

    @pytest.mark.parametrize(
        ("space", "source"),
        [(kd.WeightSpace(around=[0.2, 0.5, 0.3], concentration=1e5), "around these weights"),
         (kd.WeightSpace(order=["gain", "trust", "distance"]), "in a given order")],
    )  # fmt: skip
    def test_some_of_the_weights_make_nothing_sure_for_all(self, space, source):
        found = ranking()
        sure = kd.smaa(problem(), space, found.method, measures=ALL, n_samples=500, rng=1)
        said = words(found, evidence=[sure])
        assert f"of 500 samples (weights: {source})." in said
        for claim in ("weights hardly change it", "other weights", "other weightings"):
            assert claim not in said
        assert "dari 500 sampel (bobot:" in words(found, "id", evidence=[sure])

    def test_nobody_is_said_to_be_best_on_something_who_is_not(self):
        given = kd.DecisionProblem.from_arrays([[1, 3], [2, 2], [3, 1]], ["benefit"] * 2)
        said = words(kd.rank(given, [1, 1]))
        assert "Nobody has a rival that is at least as good on every criterion" in said
        assert "best on something" not in said

    def test_of_one_candidate_nothing_is_called_sure(self):
        given = kd.DecisionProblem.from_arrays([[1, 2]], ["benefit"] * 2)
        for format in ("md", "text"):
            said = words(kd.rank(given, [1, 1]), format=format)
            assert said.count("There is no other candidate: nothing was compared.") == 2
            assert "other weightings" not in said
            assert "1 candidate, 2 criteria" in said
        said = words(kd.rank(given, [1, 1]))
        assert said.startswith("# Ranking of 1 candidate **")
        for item in ("7b", "8b", "8"):
            assert re.search(rf"\| {item} \| [^|]* \| not provided \|", said), item

    def test_the_weights_stand_there_with_all_their_digits(self):
        said = words(ranking((1, 1, 1)))
        assert f"| weights with all digits | distance {1 / 3!r}; gain {1 / 3!r}" in said
        assert f"jarak {1 / 3!r}" not in words(ranking((1, 1, 1)), "id")
        assert "distance 0,3333333333333333" in words(ranking((1, 1, 1)), "id")

    def test_what_people_say(self):
        about = kd.About(
            title={"en": "Water", "id": "Air"}, question="With whom?", object="water",
            form="joint", decision_maker="TKKSD", prepared_by="Bappeda", date="1 May 2026",
            stakeholders=["PDAM", "users"], limits="One year only", unknown=["who pays"],
            next_steps={"en": "Call them", "id": "Hubungi mereka"}, notes="A draft",
        )  # fmt: skip
        said = words(ranking(title="Other", question="Other?"), about=about)
        for part in (
            "# Water", "**With whom?**", "Object of cooperation: water.", "Form: joint.",
            "Decided by: TKKSD.", "Who was asked: PDAM and users.", "Prepared by: Bappeda.",
            "Date: 1 May 2026.", "A draft", "- One year only", "- who pays", "1. Call them",
        ):  # fmt: skip
            assert part in said
        assert "Other" not in said
        assert "1. Hubungi mereka" in words(ranking(), "id", about=about)

    def test_a_problems_own_words_are_used(self):
        said = words(ranking(title="Partners", question="Who?", notes="Second draft"))
        assert said.startswith("# Partners **Who?**")
        assert "Second draft" in said
        assert words(ranking(), "id").startswith("# Pemeringkatan 4 calon")

    def test_provenance_names_what_repeats_it(self, study):
        said = words(study)
        for part in (
            study.problem.digest, kd.__version__, "seed 2026", "10,000", "TOPSIS (vector)",
            "AHPWeights (prioritization: eigenvector", "1e-09 of the largest score",
        ):  # fmt: skip
            assert part in said
        assert "kadmcdm run with the same study file" in said


# ---- the checklist -------------------------------------------------------------------------------


@pytest.mark.usefixtures("dots")
class TestChecklist:
    about = kd.About(question="With whom?", decision_maker="TKKSD", stakeholders="PDAM")

    def test_it_says_where_things_are(self):
        scheme = kd.AHPWeights(
            kd.PairwiseComparisons.from_upper_triangle(["distance", "gain", "trust"], [0.5, 1, 2])
        )
        found = kd.rank(problem(), scheme)
        places = ticked(found, about=self.about)
        assert [item for item, where in places.items() if where is None] == ["2a", "7a", "9"]
        assert places["1b"] == "first page"
        assert places["5b"] == "Weights"
        assert places["8"] == "Why"
        assert places["8b"] == "Why; Limits"
        heads = set(HEADS["en"]) | {"first page"}
        assert all(set(where.split("; ")) <= heads for where in places.values() if where)

    def test_it_says_so_in_indonesian(self):
        said = words(ranking(), "id", about=self.about)
        assert "| 9 | kaitan dengan ukuran lain | tidak tersedia |" in said
        assert "| 6b | hasilnya | ✓ Peringkat |" in said

    @pytest.mark.parametrize(
        ("field", "items"),
        [("question", {"1a", "1"}), ("decision_maker", {"1b"}), ("stakeholders", {"1b"})],
    )
    def test_what_nobody_said_is_not_ticked(self, field, items):
        whole = ticked(ranking(), about=self.about)
        less = ticked(
            ranking(), about=replace(self.about, **{field: () if field[0] == "s" else None})
        )
        lost = {item for item in whole if whole[item] and not less[item]}
        assert lost == items

    @pytest.mark.parametrize(
        ("field", "items"),
        [("description", {"2b"}), ("source", {"3a", "2"}), ("group", {"2c", "1"})],
    )
    def test_what_one_criterion_lacks_is_not_ticked(self, field, items):
        given = problem()
        criteria = [replace(given.criteria[0], **{field: None}), *given.criteria[1:]]
        less = kd.DecisionProblem(criteria, given.candidate_names, given.matrix)
        before = ticked(kd.rank(given, [1, 1, 1]), about=self.about)
        after = ticked(kd.rank(less, [1, 1, 1]), about=self.about)
        assert {item for item in before if before[item] and not after[item]} == items

    def test_judgments_tick_the_weights(self):
        judged = kd.PairwiseComparisons.from_upper_triangle(["gain", "trust"], [3])
        assert ticked(ranking())["5b"] is None
        assert ticked(ranking(), evidence=[judged])["5b"] == "Weights"

    def test_a_single_candidate_has_no_sensitivity(self):
        alone = kd.DecisionProblem.from_arrays([[1, 2]], ["benefit"] * 2)
        places = ticked(kd.rank(alone, [1, 1]))
        assert places["7"] is None
        assert places["6b"] == "Ranking"


# ---- evidence ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("dots")
class TestEvidence:
    def test_it_is_used_instead_of_computing(self, monkeypatch):
        found = ranking()
        shares = kd.smaa(found.problem, None, found.method, n_samples=700, rng=5, measures=(
            "rank_acceptability", "pairwise_winning"))  # fmt: skip
        swings = kd.weight_swings(found, 0.5)
        said = words(found, evidence=[shares, swings])
        assert "out of 700 weight vectors" in said
        assert "seed 5" in said
        assert "50%" in said

    def test_a_studys_own_shares_are_used(self, study):
        assert "seed 2026" in words(study)
        other = kd.smaa(study.problem, None, study.ranking.method, n_samples=500, rng=3, measures=(
            "rank_acceptability", "pairwise_winning"))  # fmt: skip
        assert "seed 3" in words(study, evidence=[other])

    def test_other_evidence_gets_its_words(self):
        found = ranking(method=kd.WeightedSum())
        many = kd.multiverse(found.problem, [kd.WeightedSum(), kd.TOPSIS()], [kd.EqualWeights()])
        sure = kd.potential_winners(found.problem, kd.WeightedSum())
        said = words(found, evidence=[many, sure])
        assert "Over many choices at once" in said
        assert " | ".join(sure.tables()[0].rows[0]) in said
        assert "catches up with" in said  # the smallest change, which a sum has

    @pytest.mark.parametrize(
        "make",
        [
            lambda r: kd.weight_stability(r.problem, r.weights, r.method),
            lambda r: kd.weight_swings(r),
            lambda r: kd.dominance(r.problem),
            lambda r: kd.diagnostics(r.problem),
            lambda r: kd.rank_reversal(r.problem, r.weights, r.method),
            lambda r: kd.improvements(r, "Blora"),
            lambda r: kd.smaa(r.problem, method=r.method, n_samples=100, rng=1),
            lambda r: kd.compare_methods(r.problem, r.weights, [r.method]),
        ],
    )
    def test_that_of_another_problem_is_refused(self, make):
        found = ranking()
        matrix = found.problem.matrix * 1.01
        other = kd.DecisionProblem(
            [replace(c, bounds=None) for c in found.problem.criteria],
            found.problem.candidate_names,
            matrix,
        )
        item = make(kd.rank(other, found.weights))
        said = message(kd.report, found, evidence=[item])
        assert f"evidence number 1 ({type(item).__name__}): it belongs to another problem" in said
        kd.report(found, evidence=[make(found)])

    def test_that_of_another_method_or_other_weights_is_refused(self):
        found = ranking()
        other = ranking((0.3, 0.4, 0.3))
        said = message(kd.report, found, evidence=[kd.weight_swings(other)])
        assert said == "evidence number 1 (WeightSwings): it was made with other weights."
        other = ranking(method=kd.WeightedSum())
        said = message(kd.report, found, evidence=[kd.improvements(other, "Blora")])
        assert "made with another method" in said

    def test_judgments_that_say_other_weights_are_refused(self):
        names = ["distance", "gain", "trust"]
        judged = kd.PairwiseComparisons.from_upper_triangle(names, [0.5, 1, 2])
        far = ranking((0.6, 0.2, 0.2))
        said = message(kd.report, far, evidence=[judged])
        assert said == (
            "evidence number 1 (PairwiseComparisons): its judgments say other weights than the "
            "ranking's. Hint: give the judgments that the weights came from."
        )
        kd.report(ranking((0.25, 0.5, 0.25)), evidence=[judged], format="text")
        kd.report(ranking((0.254, 0.496, 0.25)), evidence=[judged], format="text")  # typed in
        other = kd.PairwiseComparisons.from_upper_triangle(names, [3, 2, 4])
        both = kd.GroupComparisons({"Ani": judged, "Budi": other})
        exact = kd.rank(problem(), kd.AHPWeights(both, prioritization="geometric_mean"))
        kd.report(exact, evidence=[both], format="text")

    def test_all_faults_come_at_once(self):
        found = ranking()
        twice = [kd.dominance(found.problem)] * 2
        strange = kd.Hierarchy.from_dict({"goal": "g", "tree": {"x": {}, "y": {}}})
        where = [
            f.where for f in faults(kd.report, found, evidence=[*twice, strange, 3], lang="fr")
        ]
        assert where == [
            "lang",
            "evidence number 2 (Dominance)",
            "evidence number 3 (Hierarchy)",
            "evidence number 4 (int)",
        ]
        assert "no list" in message(kd.report, found, evidence=3)

    def test_what_would_not_be_used_is_refused(self):
        found = ranking()
        said = message(kd.report, found.weights, about=kd.About(), evidence=[found.weights])
        assert "about: of no use: a Weights is written as its tables" in said
        assert "evidence: of no use" in said
        assert "no About" in message(kd.report, found, about={"title": "x"})

    def test_large_problems_say_what_was_not_tried(self):
        rng = np.random.default_rng(3)
        large = kd.DecisionProblem.from_arrays(rng.uniform(1, 9, (400, 4)), ["benefit"] * 4)
        said = words(kd.rank(large, np.ones(4)))
        assert "Not computed for so many candidates; give evidence=" in said
        assert "was not tried for so many candidates" in said


# ---- partnerships --------------------------------------------------------------------------------


@pytest.mark.usefixtures("dots")
class TestPartnerships:
    def test_a_ranking_of_partners_says_who_was_screened_out(self):
        near = pt.OperatorCriterion(kd.Criterion("distance", "cost"), pt.HaversineKm())
        no = pt.Screen(
            "S9",
            "no dispute",
            "asked",
            lambda t, m: (
                ("fail", "a boundary dispute") if t.codes[m[1]] == "35.23" else ("pass", "none")
            ),
        )
        found = pt.partners_of(kd.datasets.east_java(), "35.22", [near], [1], screens=[no],
                               partners=["35.23", "35.21", "33.16"])  # fmt: skip
        said = words(found)
        assert "| rank | partner | score | border | km |" in said
        assert "| Kabupaten Tuban | S9 | a boundary dispute |" in said
        assert "Not checked for every ranked partnership, and so unknown: S1" in said
        assert "advice to the regional cooperation coordination team" in said
        assert found.table.digest in said
        assert "Where the best partners lie." in said
        assert "Screens" in said

    def test_the_list_of_affairs(self):
        table = kd.datasets.east_java()
        found = pt.map_affairs(
            "35.22", pt.example_affairs(), {"gap": 2, "priority": 1}, table=table
        )
        for lang, title in (("en", "List of planned cooperation"), ("id", "Daftar rencana kerja")):
            said = words(found, lang)
            assert title in said
            assert str(found.ranking.problem.digest) in said

    def test_screens_given_as_evidence(self):
        found = ranking()
        item = pt.ScreenResult("S9", "fail", "a dispute", "asked of both")
        said = words(found, evidence=[item, pt.ScreenResult("S7", "unknown", "no figures", "APBD")])
        assert f"{found.best} fails" in said
        assert "| FAIL | a dispute | asked of both |" in said
        assert f"Whether {found.best} passes S7." in said

    def test_an_ahp_ranking(self):
        tree = {"goal": "best", "tree": {"gain": {}, "risk": {}}, "comparisons": {
            "best": [["gain", "risk", 3]]}}  # fmt: skip
        leaf = kd.PairwiseComparisons.from_upper_triangle(["A", "B", "C"], [2, 4, 2])
        found = kd.AHP(kd.Hierarchy.from_dict(tree), {"gain": leaf, "risk": leaf}).rank()
        said = words(found, "id")
        assert "# best" in said
        assert "(distributive)" in said
        assert "A berada di peringkat pertama" in said


# ---- formats -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("dots")
class TestFormats:
    @pytest.mark.parametrize(
        ("name", "start"),
        [("a.md", "# "), ("a.HTML", "<!DOCTYPE html>"), ("a.txt", "RANKING"), ("a.json", "{"),
         ("report", "# ")],
    )  # fmt: skip
    def test_the_suffix_says_the_format(self, tmp_path, name, start):
        path = kd.report(ranking(), tmp_path / name)
        assert path.read_text(encoding="utf-8").startswith(start)

    def test_word(self, tmp_path):
        path = kd.report(ranking(), tmp_path / "a.docx", lang="id")
        assert path.read_bytes().startswith(b"PK")
        said = message(kd.report, ranking(), format="docx")
        assert said.startswith("path: a Word file is no text: it needs a path")

    def test_a_suffix_that_says_something_else_is_refused(self, tmp_path):
        said = message(kd.report, ranking(), tmp_path / "a.md", format="html")
        assert said == (
            "format: the path's suffix says another format; got 'html', expected '.md'."
        )
        said = message(kd.report, ranking(), tmp_path / "a.pdf")
        assert said.startswith("path: no known suffix; got '.pdf', expected .md, .html, .docx")
        assert list(tmp_path.iterdir()) == []

    def test_json_is_the_result_itself(self):
        found = ranking()
        given = {"about": kd.About(title="T"), "evidence": [kd.dominance(found.problem)]}
        assert kd.Ranking.from_json(kd.report(found, format="json", **given)).to_dict() == (
            found.to_dict()
        )


def test_about_refuses_what_it_does_not_know():
    assert "who" in message(kd.About, who="x")
    assert "there is no text" in message(kd.About, title=" ")
    assert kd.About(limits="one").limits == ("one",)
    assert kd.About(unknown=[{"en": "a", "id": "b"}]).points("unknown", "id") == ("b",)
