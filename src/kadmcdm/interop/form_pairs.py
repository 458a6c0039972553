"""The sheet of a node: its pairs, their drop-downs, and the consistency ratio by formulas."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from kadmcdm import core
from kadmcdm.interop import forms
from kadmcdm.interop.form_pen import (
    RATIO_COLUMN,
    RATIO_ROW,
    Pen,
    Sheet,
    column_range,
    height,
    set_up,
    write_formula,
    write_line,
)
from kadmcdm.interop.forms import FIRST_ROW, cell_name

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LIMIT = 0.10
"""The consistency ratio above which a sheet asks to look again."""


def write_pairs(pen: Pen, node: Sheet) -> None:
    """Write the sheet of a node: its pairs, their drop-downs, and the consistency ratio."""
    sheet = pen.workbook.add_worksheet(node.title)
    set_up(pen, sheet, landscape=True)
    for column, width in enumerate((5, 22, 24, 22, 24, 26, 34, 24)):
        sheet.set_column(column, column, width)
    if not any(node.about):
        for column in (forms.FIRST_ABOUT, forms.SECOND_ABOUT):
            sheet.set_column(column, column, None, None, {"hidden": True})
    sheet.set_column(forms.HIDDEN, forms.MARK, None, None, {"hidden": True})
    sheet.write_string(0, forms.MARK, node.mark)
    for row, grade in enumerate(forms.DEGREES):
        sheet.write_string(row, forms.GRADES, forms.degree_text(grade, pen.lang))
    sheet.set_row(0, 26)
    sheet.set_row(FIRST_ROW - 1, 24)
    sheet.write_string(0, 0, pen.say("node", node=node.node), pen["title"])
    question = pen.say("question", node=node.node, cover=pen.say("cover"))
    write_line(pen, sheet, 1, question, "text", width=150, last=forms.CHECK)
    keys = ("number", "first", "first_about", "second", "second_about", "which", "degree", "check")
    for column, key in enumerate(keys):
        sheet.write_string(FIRST_ROW - 1, column, pen.say(key), pen["head"])
    for row, pair in enumerate(combinations(range(len(node.labels)), 2), FIRST_ROW):
        _write_pair(pen, sheet, node, row, pair)
    _drop_downs(pen, sheet, node)
    _consistency(pen, sheet, node)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.print_area(0, 0, FIRST_ROW + node.pairs - 1, forms.CHECK)


def _write_pair(pen: Pen, sheet: Worksheet, node: Sheet, row: int, pair: tuple[int, int]) -> None:
    """Write a row: both sides, what each is about, and the two cells to fill in."""
    tall = 32.0
    sheet.write_number(row, forms.NUMBER, row - FIRST_ROW + 1, pen["count"])
    for child, column, choice, letter in zip(
        pair, (forms.FIRST, forms.SECOND), (forms.CHOICE_A, forms.CHOICE_B), "AB", strict=True
    ):
        label, about = node.labels[child], node.about[child]
        sheet.write_string(row, column, label, pen["name"])
        sheet.write_string(row, column + 1, about, pen["cell"])
        sheet.write_string(row, choice, f"{letter}: {label}")
        tall = max(tall, height(f"A: {label}", 20), height(about, 23))
    sheet.set_row(row, tall)
    sheet.write_string(row, forms.CHOICE_EQUAL, pen.say("equal"))
    sheet.write_number(row, forms.FIRST_AT, pair[0])
    sheet.write_number(row, forms.SECOND_AT, pair[1])
    sheet.write_blank(row, forms.WHICH, None, pen["input"])
    sheet.write_blank(row, forms.DEGREE, None, pen["input"])
    _write_check(pen, sheet, node, row)


def _write_check(pen: Pen, sheet: Worksheet, node: Sheet, row: int) -> None:
    """Write the judgment that a row makes (A over B), and what the row says of itself."""
    columns = (forms.WHICH, forms.DEGREE, forms.GRADE, forms.VALUE, forms.DEVIATION)
    which, degree, grade, value, deviation = (cell_name(row, column) for column in columns)
    equal = _equal(pen, which)
    listed = (
        f'AND(ISNUMBER(FIND(LEFT({degree},1),"23456789")),'
        f'OR(LEN({degree})=1,MID({degree},2,1)=" "))'
    )
    formula = f'=IF({degree}="","",IF({listed},VALUE(LEFT({degree},1)),""))'
    write_formula(sheet, row, forms.GRADE, formula, None, "")
    judged = f'IF(LEFT({which},1)="A",{grade},IF(LEFT({which},1)="B",1/{grade},""))'
    formula = f'=IF({which}="","",IF({equal},IF({degree}="",1,""),IF({grade}="","",{judged})))'
    write_formula(sheet, row, forms.VALUE, formula, None, "")
    deviations = column_range(forms.DEVIATION, node.pairs)
    worst = (
        f"AND(N({cell_name(RATIO_ROW, RATIO_COLUMN)})>{LIMIT},"
        f"ABS(N({deviation}))>MAX(MAX({deviations}),-MIN({deviations}))-1E-9)"
    )
    keys = ("say_which", "say_degree", "clear_degree", "not_listed", "done", "look_again")
    which_, degree_, clear, other, done, again = (f'"{pen.say(key)}"' for key in keys)
    formula = (
        f'=IF(AND({which}="",{degree}=""),"",IF({which}="",{which_},'
        f"IF(ISNUMBER({value}),IF({worst},{again},{done}),IF({equal},{clear},"
        f'IF({degree}="",{degree_},{other})))))'
    )
    write_formula(sheet, row, forms.CHECK, formula, pen["cell"], "")


def _equal(pen: Pen, which: str) -> str:
    return f'{which}="{pen.say("equal")}"'


def _drop_downs(pen: Pen, sheet: Worksheet, node: Sheet) -> None:
    last = FIRST_ROW + node.pairs - 1
    for row in range(FIRST_ROW, last + 1):
        choices = f"=${cell_name(row, forms.CHOICE_A)}:${cell_name(row, forms.CHOICE_B)}"
        sheet.data_validation(
            row,
            forms.WHICH,
            row,
            forms.WHICH,
            {
                "validate": "list",
                "source": choices,
                "error_title": pen.say("which")[:32],
                "error_message": pen.say("which_help"),
            },
        )
    letter = cell_name(0, forms.GRADES)[:-1]
    sheet.data_validation(
        FIRST_ROW,
        forms.DEGREE,
        last,
        forms.DEGREE,
        {
            "validate": "list",
            "source": f"=${letter}$1:${letter}${len(forms.DEGREES)}",
            "error_title": pen.say("degree")[:32],
            "error_message": pen.say("degree_help"),
            "error_type": "warning",
        },
    )
    which = f"${cell_name(FIRST_ROW, forms.WHICH)}"
    sheet.conditional_format(
        FIRST_ROW,
        forms.DEGREE,
        last,
        forms.DEGREE,
        {"type": "formula", "criteria": f"={_equal(pen, which)}", "format": pen["off"]},
    )
    for sign, style in (("✓ ", "warning"), ("✓", "fine"), ("←", "warning")):
        sheet.conditional_format(
            FIRST_ROW,
            forms.CHECK,
            last,
            forms.CHECK,
            {"type": "text", "criteria": "begins with", "value": sign, "format": pen[style]},
        )
    sheet.ignore_errors(
        {"number_stored_as_text": column_range(forms.DEGREE, node.pairs).replace("$", "")}
    )


def _consistency(pen: Pen, sheet: Worksheet, node: Sheet) -> None:
    """Write lambda_max at the geometric means, step by step in hidden columns, and the ratio."""
    n, pairs, after = len(node.labels), node.pairs, RATIO_COLUMN + 1
    write_line(pen, sheet, RATIO_ROW, pen.say("consistency"), "label", last=RATIO_COLUMN - 1)
    if n == 2:
        sheet.write_string(RATIO_ROW, RATIO_COLUMN, "–", pen["ratio"])
        write_line(
            pen, sheet, RATIO_ROW, pen.say("one_pair"), "status", column=after, last=forms.CHECK
        )
        return
    logs, first, second = (
        column_range(column, pairs) for column in (forms.LOG, forms.FIRST_AT, forms.SECOND_AT)
    )
    for child in range(n):
        row = FIRST_ROW + child
        sheet.write_number(row, forms.CHILD, child)
        at = cell_name(row, forms.CHILD)
        formula = f"=(SUMIF({first},{at},{logs})-SUMIF({second},{at},{logs}))/{n}"
        write_formula(sheet, row, forms.LOG_WEIGHT, formula, None, 0)
    weights = column_range(forms.LOG_WEIGHT, n)
    for row in range(FIRST_ROW, FIRST_ROW + pairs):
        value, log, i, j = (
            cell_name(row, column)
            for column in (forms.VALUE, forms.LOG, forms.FIRST_AT, forms.SECOND_AT)
        )
        write_formula(sheet, row, forms.LOG, f'=IF(ISNUMBER({value}),LN({value}),"")', None, "")
        implied = f"INDEX({weights},{i}+1)-INDEX({weights},{j}+1)"
        formula = f'=IF(ISNUMBER({log}),{log}-({implied}),"")'
        write_formula(sheet, row, forms.DEVIATION, formula, None, "")
    complete = f"COUNT({column_range(forms.VALUE, pairs)})={pairs}"
    lambda_max = f"1+2*SUMPRODUCT(COSH({column_range(forms.DEVIATION, pairs)}))/{n}"
    ratio = f"MAX(0,({lambda_max}-{n})/{n - 1}/{core.random_index(n)})"
    formula = f'=IF({complete},{ratio},"–")'
    write_formula(sheet, RATIO_ROW, RATIO_COLUMN, formula, pen["ratio"], "–")
    at = cell_name(RATIO_ROW, RATIO_COLUMN)
    verdict = (
        f'=IF(ISNUMBER({at}),IF({at}>{LIMIT},"{pen.say("inconsistent")}",'
        f'"{pen.say("consistent")}"),"{pen.say("incomplete")}")'
    )
    sheet.merge_range(RATIO_ROW, after, RATIO_ROW, forms.CHECK, "", pen["status"])
    write_formula(sheet, RATIO_ROW, after, verdict, pen["status"], pen.say("incomplete"))
    sheet.conditional_format(
        RATIO_ROW,
        RATIO_COLUMN,
        RATIO_ROW,
        RATIO_COLUMN,
        {"type": "formula", "criteria": f"=N(${at[0]}${at[1:]})>{LIMIT}", "format": pen["warning"]},
    )
