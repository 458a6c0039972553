# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Partner regions
#
# With which region should Kabupaten Bojonegoro exchange knowledge on drinking water and domestic
# wastewater? There are 39 to choose from. This notebook computes what each pair could gain, ranks
# the pairs, asks how sure the answer is, and writes a report in Indonesian.
#
# The button at the top right downloads it, to run on your own table.
#
# `show` puts a picture here with its sentence for those who cannot see it; the downloaded notebook
# has its few lines.

# %% tags=["hide"]
from html import escape

import matplotlib.pyplot as plt
from IPython.core.pylabtools import print_figure
from IPython.display import HTML


def show(ax):
    """Show a picture, with its own sentence for those who cannot see it."""
    png, said = print_figure(ax.figure, base64=True), escape(ax.get_label())
    plt.close(ax.figure)
    return HTML(f'<img alt="{said}" src="data:image/png;base64,{png}">')


# %%
from pathlib import Path
from tempfile import mkdtemp
from textwrap import fill

import pandas as pd

import kadmcdm as kd
from kadmcdm import datasets, plot
from kadmcdm import partnership as pt

# %%
table = datasets.east_java()
table

# %% [markdown]
# ## The regions
#
# Facts about each region come with their unit, their year, and who says so. Codes are text.

# %%
pd.DataFrame(
    [
        [i.name, i.unit_in("en"), i.year or "not stated", i.source_in("en")]
        for i in table.indicators
    ],
    columns=["name", "unit", "year", "source"],
).style.hide(axis="index")

# %% [markdown]
# A missing value stays missing; it is never zero.

# %%
frame = table.to_frame().set_index("name")
frame.loc[
    frame["fiscal_capacity_ratio"].isna(), ["province", "fiscal_capacity_ratio"]
]

# %% [markdown]
# ## What a pair could gain
#
# Criteria of a pair are computed from both regions by *operators*. The first is the heart of it:
# what can each learn from the other? Bojonegoro lacks some water access and some sanitation;
# whoever leads on one of them can teach it. `"min"` is strict: a pair counts for as much as the
# one that gets less.

# %%
learning = pt.Coverage(
    ["sanitation_access", "water_access"], target=100, exchange="knowledge"
)
criteria = [
    pt.OperatorCriterion(
        pt.framework_criterion(
            "exchange", label={"en": "mutual learning", "id": "saling belajar"}
        ),
        pt.Complementarity(learning, mean="min"),
    ),
    pt.OperatorCriterion(
        pt.framework_criterion(
            "synergy",
            label={"en": "joint population", "id": "penduduk bersama"},
        ),
        pt.JointScale("population"),
    ),
    pt.OperatorCriterion(
        pt.framework_criterion(
            "distance", label={"en": "distance", "id": "jarak"}
        ),
        pt.HaversineKm(),
    ),
    pt.OperatorCriterion(
        pt.framework_criterion(
            "bureaucracy",
            label={
                "en": "province lines crossed",
                "id": "batas provinsi yang dilintasi",
            },
        ),
        pt.TransactionCost(per_pair=0, per_province_line=1),
    ),
    pt.OperatorCriterion(
        pt.framework_criterion(
            "capacity_disparity",
            label={
                "en": "gap in human development",
                "id": "kesenjangan pembangunan manusia",
            },
        ),
        pt.Gap("hdi"),
    ),
]
problem = pt.pair_problem(table, "35.22", criteria)
problem

# %% [markdown]
# ## What matters
#
# The default framework has fifteen criteria, and data for five. The other ten are named, their rows
# are removed from the comparisons, and the priorities are computed anew.

# %%
names = list(problem.criterion_names)
judged = pt.example_hierarchy(names)
judged

# %%
print(fill(pt.EXAMPLE["en"], 80))
print()
print("Not assessed:", *pt.not_assessed(names), sep="\n- ")

# %% [markdown]
# ## The ranking

# %%
result = pt.partners_of(table, "35.22", criteria, kd.AHPWeights(judged))
show(plot.ranking(result.ranking, top=12))

# %% [markdown]
# Where are they? The best five are linked; a solid line crosses a common border.

# %%
show(plot.partners(result))

# %% [markdown]
# Why is the first above the second?

# %%
first, second = result.ranking.order[:2]
show(plot.contrast(result.ranking.contrast(first, second)))

# %% [markdown]
# Who would teach whom? Bojonegoro's figure stands first, the other's second; then what Bojonegoro
# does.

# %%
facts = pt.pair_facts(table, "35.22", result.partners(first), learning)[0]
print(
    f"{facts.partner_name}: {facts.distance_km:.0f} km, border: {facts.border}"
)
for fact in facts.exchange:
    print(fact.indicator.name, fact.own, fact.partners, fact.side, sep=" | ")

# %% [markdown]
# ## How sure
#
# The same under ten thousand other weights, all equally likely. The column `1` is the share of
# weights that put a pair first.

# %%
sure = kd.smaa(problem, n_samples=10_000, rng=2026)
shares = sure.to_frame().rename(index=problem.candidate_label)
best = shares[["1", "2", "3"]].sort_values("1", ascending=False).head(8)
best.style.format("{:.1%}")

# %%
show(plot.rank_acceptability(sure, top=8))

# %% [markdown]
# The winner under the example's weights is not first under all of them. Whoever is second here
# should be at the table, too, when the team discusses its weights.
#
# ## What no figure here says
#
# Twelve screens stand before every score: authority, budget, council, disputes. Data can't answer
# them, so they are reported as open. Unknown is no pass.

# %%
pd.DataFrame(
    [
        {"rule": screen.rule, "what must hold": screen.label["en"]}
        for screen in pt.SCREENS
        if screen.rule in result.unchecked
    ]
).style.hide(axis="index")

# %% [markdown]
# ## A report for the meeting
#
# One file each, with the pictures inside: HTML to read on a phone, Word to edit (that one needs
# `pip install 'kadmcdm[office]'`). The labels above
# were given in both languages.

# %%
about = kd.About(
    decision_maker={
        "en": "coordination team",
        "id": "TKKSD Kabupaten Bojonegoro",
    },
    unknown={
        "en": "how the neighbors see it",
        "id": "bagaimana pandangan daerah calon mitra",
    },
)
folder = Path(mkdtemp())  # take a folder of your own
for name in ("laporan.html", "laporan.docx"):
    path = kd.report(
        result, folder / name, lang="id", about=about, evidence=[sure]
    )
    print(path.name, f"{path.stat().st_size / 1e6:.1f} MB")

# %% [markdown]
# It begins like this:

# %%
text = kd.report(result, lang="id", format="text", evidence=[sure])
print("\n".join(text.splitlines()[:24]))

# %% [markdown]
# The ranking shows Bojonegoro's side only. How the others see it is the next question, and asking
# them is the best way to find out.
