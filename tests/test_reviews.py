"""Agreements in force: realized shares, verdicts, what to ask next; the record they make."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from displayed import HOSTILE
from kadmcdm import partnership as pt
from messages import message

JAVA = kd.datasets.east_java()
WATER = pt.Issue(pt.SECTORS["public_works"], {"en": "drinking water", "id": "air minum"})


def option(partner: str = "35.23", form: Any = "knowledge_exchange") -> pt.PartnershipOption:
    return pt.PartnershipOption("35.22", {partner}, WATER, form)


def review(
    promised: Any, realized: Any, period: Any = (2022, 2024), disputes: Any = 0, **about: Any
) -> pt.AgreementReview:
    partner = about.pop("partner", "35.23")
    return pt.AgreementReview(option(partner), promised, realized, period, disputes, **about)


FULL = review({"a": 8, "b": 4}, {"a": 6, "b": 5}, units={"a": "days"}, renewed=True, expires=2027)
PART = review({"a": 8, "b": 4}, {"a": 2.4}, (2020, 2021), 2, partner="35.21", expires=2022)


# Shares and verdicts -----------------------------------------------------------------------------


def test_shares_by_hand() -> None:
    assert FULL.share == (0.75 + 1) / 2  # more than was promised makes up for no other item
    assert (PART.share, PART.least, PART.most) == (None, 0.3 / 2, 1.3 / 2)
    assert FULL.units == {"a": "days"}
    assert pt.AgreementReview.from_dict(FULL.to_dict()) == FULL
    assert pt.AgreementReview.from_dict(PART.to_dict()) == PART


@pytest.mark.parametrize(
    ("realized", "verdict"),
    [
        ({"a": 10, "b": 6}, "on_track"),
        ({"a": 10, "b": 5.9}, "behind"),
        ({"a": 5, "b": 5}, "behind"),
        ({"a": 5, "b": 4.9}, "failing"),
        ({"a": 0, "b": 0}, "failing"),
        ({}, "unknown"),
        ({"a": 0}, "unknown"),  # 0 to 0.5: failing, or just behind
        ({"a": 10}, "unknown"),  # 0.5 to 1
        ({"a": 5.5}, "unknown"),  # 0.275 to 0.775: unknown is not failing
    ],
)
def test_verdicts_by_thresholds(realized: dict[str, float], verdict: str) -> None:
    given_ = review({"a": 10, "b": 10}, realized)
    assert pt.review_table([given_]).verdicts == (verdict,)


def test_a_verdict_stands_where_what_is_open_cannot_change_it() -> None:
    promised = dict.fromkeys("abcdef", 1)
    most = review(promised, dict.fromkeys("abcde", 1))
    none = review(promised, dict.fromkeys("abcde", 0), (2021, 2021))
    some = review(promised, {**dict.fromkeys("abc", 1), "d": 0.5, "e": 0.1}, (2020, 2020))
    table = pt.review_table([most, none, some])
    assert table.verdicts == ("on_track", "failing", "behind")
    assert pt.review_table([most], on_track=0.9).verdicts == ("unknown",)


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 2)), min_size=1, max_size=5),
    st.floats(0.05, 0.95), st.floats(0, 1), st.data(),
)  # fmt: skip
def test_more_realized_is_never_worse_and_unknown_lies_between(
    shares: list[float | None], failing: float, more: float, data: st.DataObject
) -> None:
    order = ["failing", "behind", "on_track"]
    on_track = data.draw(st.floats(failing, 1))
    promised = {f"i{k}": 2.0 for k in range(len(shares))}
    realized = {f"i{k}": 2 * share for k, share in enumerate(shares) if share is not None}

    def verdict(done: dict[str, float]) -> str:
        given_ = review(promised, done)
        return pt.review_table([given_], on_track=on_track, failing=failing).verdicts[0]

    first = verdict(realized)
    open_ = [name for name in promised if name not in realized]
    ends = [verdict(realized | dict.fromkeys(open_, x)) for x in (0.0, 2.0)]
    if first == "unknown":
        assert open_
        assert order.index(ends[0]) < order.index(ends[1])
    else:
        assert set(ends) == {first}
    assert order.index(verdict({n: realized.get(n, 0.0) + more for n in promised})) >= order.index(
        ends[0]
    )


# What the table says -----------------------------------------------------------------------------


def test_the_table_in_both_languages() -> None:
    table = pt.review_table([FULL, PART], table=JAVA)
    whole, items, asked = table.tables()
    assert whole.rows == (
        (
            "Kabupaten Bojonegoro + Kabupaten Tuban: drinking water (exchange of knowledge)",
            "2022-2024", "88%", "0", "renewed; ends in 2027", "on track",
        ),
        (
            "Kabupaten Bojonegoro + Kabupaten Ngawi: drinking water (exchange of knowledge)",
            "2020-2021", "15% - 65%", "2", "renewal not known; ends in 2022", "unknown",
        ),
    )  # fmt: skip
    assert "On track from 80% of what was promised, failing below 50%" in whole.caption
    assert items.rows[0][1:] == ("a", "days", "8", "6", "75%")
    assert items.rows[3][1:] == ("b", "-", "4", "not known", "-")
    assert [row[1] for row in asked.rows] == [
        "What holds back a (75%)?", "What has come of b?", "What holds back a (30%)?",
        "Disputes: 2. Are they settled, and how?",
        "It ends in 2022: is it to be renewed, changed, or ended?",
    ]  # fmt: skip
    assert table.describe() == "Of 2 agreement(s): 1 on track and 1 unknown. With disputes: 1."
    whole, items, asked = table.tables("id")
    assert whole.rows[1][2:] == (
        "15% - 65%", "2", "perpanjangan belum diketahui; berakhir 2022", "belum diketahui",
    )  # fmt: skip
    assert "air minum (pertukaran pengetahuan)" in whole.rows[0][0]
    assert items.rows[3][4] == "belum diketahui"
    assert asked.rows[0][1] == "Apa yang menghambat a (75%)?"
    assert table.describe("id") == (
        "Dari 2 perjanjian: 1 sesuai rencana dan 1 belum diketahui. Dengan perselisihan: 1."
    )


def test_what_is_asked_of_what_is_not_known() -> None:
    open_ = review({"a": 1}, {"a": 1}, disputes=None)
    done = review({"a": 1}, {"a": 1}, (2021, 2021), renewed=False, expires=2030)
    table = pt.review_table([open_, done])
    assert table.questions() == (("Were there disputes?", "When does it end?"), ())
    assert table.tables()[0].rows[0][3] == "-"
    assert len(pt.review_table([done]).tables()) == 2


def test_it_travels() -> None:
    table = pt.review_table([FULL, PART], table=JAVA)
    assert pt.AgreementReviews.from_json(table.to_json()).to_dict() == table.to_dict()
    frame = table.to_frame()
    assert frame["share"].isna().tolist() == [False, False, False, True]
    again = pt.read_reviews(
        frame.drop(columns=["share", "verdict"]).replace({"renewed": {None: ""}})
    )
    assert [item.to_dict()["realized"] for item in again] == [
        {"a": 6, "b": 5}, {"a": 2.4},
    ]  # fmt: skip
    assert [(item.disputes, item.renewed, item.expires) for item in again] == [
        (0, True, 2027), (2, None, 2022),
    ]  # fmt: skip


# The record --------------------------------------------------------------------------------------


def test_the_record_is_the_sum_of_what_was_realized() -> None:
    """sum_t q_t exp(-(T - t) / tau), q the realized share, -1 for a dispute."""
    old = review({"a": 4}, {"a": 1}, (2015, 2018))
    table = pt.review_table([FULL, PART, old])
    record = pt.TrackRecord(table, 2026, 5)
    found = record(JAVA, JAVA.rows(["35.22", "35.23"]))
    assert found == pytest.approx(0.875 * math.exp(-2 / 5) + 0.25 * math.exp(-8 / 5))
    # A dispute is known to count -1, whatever else is not known.
    assert record(JAVA, JAVA.rows(["35.22", "35.21"])) == pytest.approx(-math.exp(-5 / 5))
    plain = [pt.Agreement(["35.22", "35.23"], 2024, 0.875), *table.reviews[1:]]
    assert pt.TrackRecord(plain, 2026, 5) == record


def test_what_is_not_known_is_refused_not_zero() -> None:
    open_ = review({"a": 8, "b": 4}, {"a": 6})
    unsaid = review({"a": 8}, {"a": 6}, (2021, 2021), None)
    table = pt.review_table([open_, unsaid, PART])
    hint = "Hint: leave the review out until it is known."
    assert message(pt.TrackRecord, table, 2026, 5).splitlines() == [
        "2 faults:",
        "  1. TrackRecord: review of 35.22+35.23:knowledge_exchange: realized 'b': not known. "
        + hint,
        f"  2. TrackRecord: review of 35.22+35.23:knowledge_exchange: disputes: not known. {hint}",
    ]
    assert table.known == (PART,)
    assert len(pt.TrackRecord(table.known, 2026, 5).agreements) == 1
    assert "later than the year" in message(pt.TrackRecord, table.known, 2020, 5)


# Bad input ---------------------------------------------------------------------------------------


def test_all_faults_of_a_table_at_once() -> None:
    said = message(pt.review_table, [FULL, FULL, "x"], on_track=1.2, failing=0, table="y")
    assert said.splitlines() == [
        "5 faults:",
        "  1. review of 35.22+35.23:knowledge_exchange, 2022-2024: it stands more than once.",
        "  2. review number 3: no AgreementReview; got 'x', expected AgreementReview(option, ...).",
        "  3. on_track: no share; got 1.2, expected above 0, up to 1.",
        "  4. failing: no share; got 0, expected above 0, up to 1.",
        "  5. table: no RegionTable; got str.",
    ]
    assert "failing: above on_track; got 0.9, expected at most 0.8" in message(
        pt.review_table, [FULL], failing=0.9
    )
    assert "reviews: there are none" in message(pt.review_table, [])


def test_all_faults_of_a_review_at_once() -> None:
    said = message(
        review, {"a": 1}, {}, disputes=1.5, units={"b": "x", "a": ""}, renewed="si", expires="2025"
    )
    for part in (
        "disputes: no count; got 1.5",
        "unit of 'b': it was not promised.",
        "unit of 'a': no text; got '', expected text.",
        "renewed: neither yes nor no; got 'si'",
        "expires: no year; got '2025'",
    ):
        assert part in said


# From files --------------------------------------------------------------------------------------

FILE = """\
para_pihak;urusan;objek;bentuk;tahun_awal;tahun_akhir;butir;satuan;dijanjikan;terealisasi;\
perselisihan;diperpanjang;berakhir
35.22+35.23;public_works;air minum;knowledge_exchange;2022;2024;pelatihan;hari;8,5;6,8;0;ya;2027
35.22+35.23;public_works;air minum;knowledge_exchange;2022;2024;kunjungan;;4;;;;
35.22+35.21;environment;sampah;joint_facility;2023;2023;ton;;100;80;;tidak;
"""


def test_a_file_of_promises(tmp_path: Path) -> None:
    path = tmp_path / "reviu.csv"
    path.write_text(FILE, encoding="utf-8")
    first, second = pt.read_reviews(path)
    assert first.realization == {"pelatihan": pytest.approx(0.8), "kunjungan": None}
    assert (first.disputes, first.renewed, first.expires, first.period) == (
        0, True, 2027, (2022, 2024),
    )  # fmt: skip
    assert first.units == {"pelatihan": "hari"}
    assert (first.option.initiator, set(first.option.partners)) == ("35.22", {"35.23"})
    assert (second.disputes, second.renewed, second.expires) == (None, False, None)
    assert second.option.issue.sector.code == "environment"
    sheet = pl.read_csv(path, separator=";", decimal_comma=True)
    assert [r.to_dict() for r in pt.read_reviews(sheet)] == [
        r.to_dict() for r in (first, second)
    ]  # fmt: skip


ABOUT = {
    "parties": "35.22+35.23", "sector": "public_works", "object": "water",
    "form": "joint_service", "first_year": 2022, "last_year": 2024,
}  # fmt: skip


def test_faults_by_row(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {**ABOUT, "item": "a", "promised": 1, "disputes": 0, "renewed": "yes"},
        {**ABOUT, "item": "a", "promised": 1, "disputes": 1, "renewed": "maybe"},
        {**ABOUT, "item": "b", "promised": 1, "disputes": 2, "renewed": None},
        {**ABOUT, "item": "a", "promised": 1, "disputes": 0, "renewed": None},
        {**ABOUT, "sector": "publik", "item": None, "promised": 2, "last_year": 2024.5},
        {**ABOUT, "form": "joint", "parties": "35.22", "item": "c", "promised": 0},
    ]
    said = message(pt.read_reviews, pd.DataFrame(rows))
    for part in (
        "row 2 (35.22+35.23): column 'renewed': neither yes nor no; got 'maybe'",
        "row 3 (35.22+35.23): column 'disputes': it differs from the agreement's other rows; "
        "got 2, expected 0.",
        "row 4 (35.22+35.23): item 'a': it stands more than once.",
        "row 5 (35.22+35.23): column 'item': empty.",
        "row 5 (35.22+35.23): column 'sector': unknown choice; got 'publik'",
        "row 5 (35.22+35.23): column 'last_year': no whole number; got 2024.5",
        "row 6 (35.22): option 35.22:joint: partners: there are none",
        "row 6 (35.22): option 35.22:joint: form: unknown choice; got 'joint'",
    ):
        assert part in said
    assert said.startswith("8 faults")
    path = tmp_path / "x.csv"
    path.write_text("parties,sectr,item\n35.22+35.23,x,a\n", encoding="utf-8")
    said = message(pt.read_reviews, path)
    assert "column 'sectr': unknown column. Hint: did you mean 'sector'?" in said
    assert "column 'promised': not there" in said
    head = ",".join([*ABOUT, "item", "promised"])
    path.write_text(f"{head}\n{','.join(map(str, ABOUT.values()))},a,many\n", encoding="utf-8")
    assert "x.csv, line 2 (35.22+35.23), column 'promised': no number" in message(
        pt.read_reviews, path
    )


def test_hostile_words_are_kept() -> None:
    rows = [{**ABOUT, "object": HOSTILE[0], "item": name, "promised": 1} for name in HOSTILE]
    found = pt.read_reviews(pd.DataFrame(rows))
    assert len(found) == 1
    assert list(found[0].promised) == [name.strip() for name in HOSTILE]
    html = "".join(table.to_html() for table in pt.review_table(found).tables())
    assert "<script>" not in html
