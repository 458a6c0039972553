"""Results as LaTeX tables."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from kadmcdm import _text
from kadmcdm._table import Display, Table
from kadmcdm._typing import Language
from kadmcdm.errors import Fault, raise_faults
from kadmcdm.problem import DecisionProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["to_latex"]


def to_latex(result: Display | DecisionProblem | Table, *, lang: Language = "en") -> str:
    r"""Return what a result shows as LaTeX, a ``table`` for each of its tables.

    Parameters
    ----------
    result : any result, DecisionProblem, or Table
        What ``print`` shows of it, with all rows.
    lang : "en" or "id"

    Returns
    -------
    str
        Needs the package ``booktabs``. Under LuaLaTeX and XeLaTeX every letter is shown that the
        font has; pdfLaTeX knows those of European languages.

    Raises
    ------
    InputError
        For what shows no tables.

    Notes
    -----
    All that LaTeX would take for a command is escaped; characters that can't be seen, such as marks
    that turn the direction of a line, are spelled out.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [3, 4]], ["benefit", "cost"])
    >>> print(kd.to_latex(kd.rank(problem, [1, 1])))
    \begin{table}
    \centering
    \begin{tabular}{rlr}
    \toprule
    rank & candidate & score \\
    \midrule
    1 & a2 & 1.000 \\
    2 & a1 & 0.000 \\
    \bottomrule
    \end{tabular}
    \par\footnotesize method: TOPSIS (vector); weights: DirectWeights
    \end{table}
    """
    _text.check_language(lang)
    if isinstance(result, Table):
        tables: Sequence[Table] = [result]
    elif isinstance(result, DecisionProblem):
        tables = [result.describe(lang)]
    elif isinstance(result, Display):
        tables = result.tables(lang)
    else:
        got = type(result).__name__
        raise_faults([Fault("result", "it shows no tables", got, "a result, or a problem")])
    return "\n\n".join(map(_table, tables))


def _table(table: Table) -> str:
    columns = "".join("r" if k in table.numeric else "l" for k in range(len(table.headers)))
    lines = ["\\begin{table}", "\\centering"]
    if table.title.strip():
        lines.append(f"\\caption{{{escaped(table.title)}}}")
    lines += [f"\\begin{{tabular}}{{{columns}}}", "\\toprule", _row(table.headers), "\\midrule"]
    lines += [_row(row, table.numeric) for row in table.rows]
    lines += ["\\bottomrule", "\\end{tabular}"]
    lines += [f"\\par\\footnotesize {escaped(part)}" for part in table.caption.splitlines()]
    return "\n".join([*lines, "\\end{table}"])


def _row(cells: Sequence[str], numeric: frozenset[int] = frozenset()) -> str:
    parts = [
        f"$-${escaped(cell[1:])}" if k in numeric and cell[:1] == "-" != cell else escaped(cell)
        for k, cell in enumerate(cells)
    ]
    return " & ".join(parts) + " \\\\"


def escaped(text: str) -> str:
    r"""Escape what LaTeX would take for a command; blanks and new lines become one blank.

    Examples
    --------
    >>> print(escaped(r"50% of A & B_1 \x"))
    50\% of A \& B\_1 \textbackslash{}x
    """
    plain = "".join(map(_letter, " ".join(text.split())))
    return plain.replace("--", "-{}-").replace("--", "-{}-")  # two would become one dash


_SPECIAL = {
    "\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}",
    "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}", '"': "\\char34{}",
    "`": "\\textasciigrave{}",
    "[": "{[}", "]": "{]}", "*": "{*}",  # after the end of a row they would be its arguments
    "−": "$-$", "×": "$\\times$", "≥": "$\\geq$", "≤": "$\\leq$",
    **{letter: f"\\{letter}" for letter in "{}$&#_%"},
}  # fmt: skip


def _letter(letter: str) -> str:
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        spelled = letter.encode("unicode_escape").decode("ascii")
        return f"\\textbackslash{{}}{spelled[1:]}"
    return letter
