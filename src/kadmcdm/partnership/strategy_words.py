"""What a strategy says, in English and Indonesian."""

from __future__ import annotations

from collections.abc import Mapping

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._typing import Language
from kadmcdm.partnership.framework import GROUPS

WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "held_back": "What holds {} back", "best": "the best of all", "loss": "share of the loss",
        "lever": "lever", "levers": "levers", "challenge": "challenge", "internal": "internal",
        "no_lever": "no lever named", "unchangeable": "cannot be changed",
        "no_lag": "It loses nowhere.",
        "lifts": "What each lever lifts, to reach rank {}", "brought": "brings",
        "caption": "As it stands: rank {}, score {}. Each lever brings its criteria as far as is "
        "plausible, all else as it is.",
        "all": "All levers together: rank {}, score {}.",
        "searched": "Smallest changes by a search, not exactly: this method has no closed form.",
        "enough": "enough alone", "nothing": "nothing left to gain",
        "lowers": "lowers rank or score: norms and ideals move with the value",
        "who": "Who does what", "ordered": "By months, then cost; costs in different units are not "
        "compared.",
        "action": "action", "responsible": "responsible apparatus", "months": "months",
        "cost": "cost", "not_filled": "not yet filled in",
        "unmeasured": "no criterion measures it", "two": "Two levers that are enough together",
        "side_by_side": "Months: the longer of the two, pulled side by side. Cost: of both.",
        "basis_given": "as given", "basis_best": "the best of all",
        "from_to": "{} from {} to {} ({})", "as_is": "{} stays at {}",
        "brought_closed": "{} (internal; {})",
        "stands": "{} has rank {} with a score of {}; to be reached is rank {}.",
        "there": "{} has rank {} with a score of {}; rank {} is reached already.",
        "no_levers": "No criterion can be changed, so there is no lever to pull.",
        "challenges": "Challenges that hold it back against {}: {}.",
        "others": "It also lags behind {} on {}.", "to": "{} against {}",
        "lever_lifts": "{}: with {} it would have rank {} and a score of {}.",
        "lever_nothing": "{}: nothing left to gain on {}.",
        "lever_ranks": "{}: with {} it would have rank {}.",
        "lowers_long": "That is no gain: norms and ideals move with the value.",
        "alone": "Enough alone for rank {}: {}.",
        "least": "The smallest changes of one criterion that are enough: {}.",
        "least_two": "The cheapest change of two: {}.",
        "pair": "No lever alone reaches rank {}. Enough together: {}.",
        "only_all": "No lever and no two levers reach rank {}; all together do.",
        "out": "Rank {} stays out of reach: with all levers together it would have rank {}.",
        "plan": "In order of months, then cost: {}.",
        "open": "Not yet filled in: {} ({}).",
        "fixed": "Cannot be changed: {}.",
        "closed": "Left out for internal judgments: {}",
    },
    "id": {
        "held_back": "Yang menghambat {}", "best": "nilai terbaik", "loss": "bagian selisih",
        "lever": "pengungkit", "levers": "pengungkit", "challenge": "tantangan",
        "internal": "internal",
        "no_lever": "pengungkit belum disebut", "unchangeable": "tidak dapat diubah",
        "no_lag": "Tidak ada yang tertinggal.",
        "lifts": "Daya angkat setiap pengungkit, menuju peringkat {}", "brought": "membawa",
        "caption": "Keadaan kini: peringkat {}, skor {}. Setiap pengungkit membawa kriterianya "
        "sejauh yang masuk akal, hal lain tetap.",
        "all": "Semua pengungkit bersama: peringkat {}, skor {}.",
        "searched": "Perubahan terkecil diperoleh dengan pencarian, tidak eksak: metode ini tidak "
        "punya rumus tertutup.",
        "enough": "cukup sendirian", "nothing": "tidak ada lagi yang dapat diperbaiki",
        "lowers": "menurunkan peringkat atau skor: norma dan ideal ikut bergeser",
        "who": "Siapa mengerjakan apa", "ordered": "Menurut bulan, lalu biaya; biaya dengan satuan "
        "berbeda tidak dibandingkan.",
        "action": "tindakan", "responsible": "perangkat daerah penanggung jawab",
        "months": "bulan", "cost": "biaya", "not_filled": "belum diisi",
        "unmeasured": "tidak diukur oleh kriteria mana pun",
        "two": "Dua pengungkit yang cukup bila bersama",
        "side_by_side": "Bulan: yang terlama dari keduanya, dikerjakan bersamaan. Biaya: keduanya.",
        "basis_given": "sesuai isian", "basis_best": "nilai terbaik semua calon",
        "from_to": "{} dari {} menjadi {} ({})", "as_is": "{} tetap {}",
        "brought_closed": "{} (internal; {})",
        "stands": "{} menempati peringkat {} dengan skor {}; yang dituju peringkat {}.",
        "there": "{} menempati peringkat {} dengan skor {}; peringkat {} sudah tercapai.",
        "no_levers": "Tidak ada kriteria yang dapat diubah, jadi tidak ada pengungkit.",
        "challenges": "Tantangan yang menghambat dibanding {}: {}.",
        "others": "Tertinggal pula dari {} pada {}.", "to": "{} berbanding {}",
        "lever_lifts": "{}: dengan {}, peringkatnya menjadi {} dan skornya {}.",
        "lever_nothing": "{}: tidak ada lagi yang dapat diperbaiki pada {}.",
        "lever_ranks": "{}: dengan {}, peringkatnya menjadi {}.",
        "lowers_long": "Itu bukan perbaikan: norma dan ideal ikut bergeser.",
        "alone": "Cukup sendirian untuk peringkat {}: {}.",
        "least": "Perubahan satu kriteria terkecil yang sudah cukup: {}.",
        "least_two": "Perubahan dua kriteria terkecil yang sudah cukup: {}.",
        "pair": "Tidak ada satu pengungkit yang mencapai peringkat {}. Cukup bila bersama: {}.",
        "only_all": "Satu atau dua pengungkit tidak mencapai peringkat {}; semuanya bersama "
        "mencapainya.",
        "out": "Peringkat {} tidak terjangkau: dengan semua pengungkit pun peringkatnya {}.",
        "plan": "Urutan menurut bulan, lalu biaya: {}.",
        "open": "Belum diisi: {} ({}).",
        "fixed": "Tidak dapat diubah: {}.",
        "closed": "Tidak ditampilkan karena penilaian internal: {}",
    },
}  # fmt: skip


def group_in(group: str | None, lang: Language) -> str:
    """Return what a group of criteria is called, or its name."""
    if group is None:
        return ""
    return _text.label(GROUPS.get(group), group, lang)


def unexplained(method: str) -> Mapping[Language, str]:
    """Return why a method cannot say where a partnership loses."""
    return ReadOnlyDict(
        {
            "en": f"{method} does not split its scores by criterion: where it loses cannot be "
            "told.",
            "id": f"{method} tidak memerinci skornya per kriteria: letak kekurangannya tidak "
            "dapat disebutkan.",
        }
    )
