"""Pictures: each takes a result and an optional Axes, and returns the Axes.

The label of the Axes (``ax.get_label()``) says in a sentence what the picture shows.
"""

from kadmcdm.plot.rankings import ranking

__all__ = ["ranking"]
