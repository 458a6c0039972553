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
# # First ranking
#
# Kabupaten Bojonegoro wants to learn from a neighbor how to bring drinking water to more homes.
# Four could help. This notebook goes the whole way: two tables in, a ranking, its reasons, how sure
# it is, and a workbook out.
#
# The button at the top right downloads it, to run on your own tables.
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
from tempfile import TemporaryDirectory

import pandas as pd

import kadmcdm as kd
from kadmcdm import plot

# %% [markdown]
# ## Two tables
#
# One has a row per candidate. The other has a row per criterion: which way it points, in what unit,
# and what a reader should see.

# %%
regions = pd.DataFrame(
    {
        "water": [96.40, 94.84, 99.92, 99.44],
        "people": [1266, 928, 907, 1378],
        "distance": [34.8, 50.7, 55.4, 59.6],
    },
    index=pd.Index(["Tuban", "Blora", "Ngawi", "Jombang"], name="region"),
)
criteria = pd.DataFrame(
    {
        "name": ["water", "people", "distance"],
        "direction": ["benefit", "benefit", "cost"],
        "unit": ["% of homes", "thousand", "km"],
        "label": ["drinking water", "people", "distance"],
        "changeable": ["yes", "no", "no"],
    }
)
problem = kd.DecisionProblem.from_frame(
    regions, criteria, title="Partners for drinking water"
)
problem

# %% [markdown]
# Let somebody who knows the regions read this table before anything is weighed. A wrong direction
# is the commonest mistake, and the easiest to mend here.
#
# ## Weights
#
# Weights are judgments, so ask for them: two criteria at a time, from 1 (equal) to 9 (extremely more
# important). These are an example.

# %%
judged = kd.PairwiseComparisons(
    ["water", "people", "distance"],
    {
        ("water", "people"): 4,
        ("water", "distance"): 3,
        ("distance", "people"): 2,
    },
)
weights = kd.AHPWeights(judged).weigh(problem)
weights

# %% [markdown]
# Do the answers agree with one another? Up to 0.10 they do.

# %%
print(f"consistency ratio {judged.priorities().consistency_ratio:.3f}")

# %% [markdown]
# ## The ranking

# %%
ranking = kd.rank(problem, weights)
ranking

# %%
show(plot.ranking(ranking))

# %% [markdown]
# ## Why
#
# What puts the first above the second?

# %%
first, second = ranking.order[:2]
print(ranking.explain(first))

# %%
show(plot.contrast(ranking.contrast(first, second)))

# %% [markdown]
# Where does the first stand, between the worst and the best of all?

# %%
show(plot.profile(ranking, first))

# %% [markdown]
# ## How sure
#
# Ten thousand other weights, all equally likely. How often is each region first, second, third?

# %%
sure = kd.smaa(problem, n_samples=10_000, rng=2026)
show(plot.rank_acceptability(sure))

# %% [markdown]
# And if we keep our weights, but move one of them? Each strip shows how far it can go before somebody
# else is first.

# %%
stable = kd.weight_stability(problem, weights)
show(plot.weight_stability(stable))

# %% [markdown]
# ## Save it
#
# The scores beside your own rows, and a workbook with everything: data, criteria, weights, ranking,
# and how it came about. (The workbook needs `pip install 'kadmcdm[office]'`.)

# %%
kd.add_scores(regions, ranking).sort_values("rank")

# %%
with TemporaryDirectory() as folder:  # take a folder of your own
    path = kd.write_workbook(ranking, f"{folder}/ranking.xlsx")
    again = kd.read_workbook(path)
    print(path.name, "holds the same problem:", again.digest == problem.digest)

# %% [markdown]
# Next: [a group's forms](forms.py), or [partners of a real region](partners.py).
