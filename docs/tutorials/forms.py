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
# # A group's forms
#
# A coordination team decides with several offices. Each gets an Excel form. This notebook writes the
# form, fills it as three people would, reads the answers, and goes on to a ranking and how sure it
# is. Forms need the extra `office`: `pip install 'kadmcdm[office]'`.
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
import re
import shutil
import zipfile
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

import kadmcdm as kd
from kadmcdm import plot

# %% [markdown]
# ## The question
#
# Four neighbors, four criteria in a tree. Nobody has judged yet.

# %%
problem = kd.DecisionProblem(
    [
        kd.Criterion("water", "benefit", unit="%", label="drinking water"),
        kd.Criterion("people", "benefit", unit="thousand", changeable=False),
        kd.Criterion("distance", "cost", unit="km", changeable=False),
        kd.Criterion("lines", "cost", label="province lines", changeable=False),
    ],
    ["Tuban", "Blora", "Ngawi", "Jombang"],
    [
        [96.40, 1266, 34.8, 0],
        [94.84, 928, 50.7, 1],
        [99.92, 907, 55.4, 0],
        [99.44, 1378, 59.6, 0],
    ],
)
hierarchy = kd.Hierarchy(
    "partner",
    {
        "gain": {"water": {}, "people": {}},
        "effort": {"distance": {}, "lines": {}},
    },
)

# %% [markdown]
# ## The form
#
# A cover, and a sheet per node of the tree. The worst and best values stand beside each pair, so that
# the judgment is about these regions and not about distance as such.

# %%
folder = Path(mkdtemp())  # take a folder of your own
form = kd.questionnaire(
    hierarchy, folder / "form.xlsx", problem=problem, lang="en"
)
form.name

# %% [markdown]
# You would send the form now, and wait. Here three people answer at once: the next cell types their
# answers into copies. You don't need it; people use Excel.

# %%
ANSWERS = {  # which matters more, and how much more: sheet by sheet
    "Ani": ("Bappeda", ["A", 3], ["A", 4], ["A", 5]),
    "Budi": ("Public works", ["A", 2], ["A", 2], ["A", 3]),
    "Citra": ("Finance", ["B", 3], ["A", 3], ["B", 2]),
}


def typed(book, cells_by_sheet):
    """Type answers into the sheets of a form."""
    with zipfile.ZipFile(book) as parts:
        content = {name: parts.read(name).decode() for name in parts.namelist()}
    for number, cells in enumerate(cells_by_sheet, start=1):
        sheet = f"xl/worksheets/sheet{number}.xml"
        for cell, value in cells.items():
            found = rf'<c r="{cell}"( s="\d+")?[^>]*?(/>|>.*?</c>)'
            text = rf'<c r="{cell}"\1 t="inlineStr"><is><t>{value}</t></is></c>'
            content[sheet] = re.sub(found, text, content[sheet])
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, text in content.items():
            parts.writestr(name, text)


(folder / "filled").mkdir()
for who, (role, *answers) in ANSWERS.items():
    book = shutil.copy(form, folder / "filled" / f"{who}.xlsx")
    pairs = [{"F6": which, "G6": much} for which, much in answers]
    typed(book, [{"C5": who, "C6": role}, *pairs])

# %% [markdown]
# ## What came back
#
# One folder, read at once. Faults are named by file, sheet and cell; there are none here.

# %%
reading = kd.read_questionnaires(folder / "filled")
reading

# %% [markdown]
# ## Do they agree?
#
# Look at this before anything is averaged: one table per node, a row per assessor.

# %%
group = reading.group
group

# %%
show(plot.consensus(group))

# %% [markdown]
# Citra puts effort before gain. That is worth a talk, and no reason to leave her out.
#
# ## One set of weights
#
# Two ways. *AIJ* pools the judgments and computes priorities once: the group acts as one person.
# *AIP* computes each one's priorities and averages those: each keeps a view of their own.

# %%
schemes = {
    rule: kd.AHPWeights(group, aggregation=rule) for rule in ("AIJ", "AIP")
}
pd.DataFrame(
    {
        rule: dict(
            zip(
                problem.criterion_names,
                scheme.weigh(problem).values,
                strict=True,
            )
        )
        for rule, scheme in schemes.items()
    }
).style.format("{:.3f}")

# %%
show(plot.hierarchy(group.pooled()))

# %% [markdown]
# ## The ranking

# %%
weights = schemes["AIJ"].weigh(problem)
ranking = kd.rank(problem, weights)
ranking

# %%
show(plot.ranking(ranking))

# %% [markdown]
# Would each of the three have ranked alike?

# %%
pd.DataFrame(
    {
        who: kd.rank(problem, kd.AHPWeights(group.of(who))).ranks
        for who in group.assessors
    },
    index=problem.candidate_names,
)

# %% [markdown]
# ## How sure
#
# First every weighting there is, then only those near the group's own.

# %%
anything = kd.smaa(problem, n_samples=10_000, rng=2026)
show(plot.rank_acceptability(anything))

# %%
near = kd.WeightSpace(around=weights, concentration=20)
show(
    plot.rank_acceptability(kd.smaa(problem, near, n_samples=10_000, rng=2026))
)

# %% [markdown]
# How far can one weight move before somebody else is first?

# %%
show(plot.weight_stability(kd.weight_stability(problem, weights)))

# %% [markdown]
# Next: [partners of a real region, to a report](partners.py).
