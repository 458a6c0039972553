"""Files of other programs: workbooks, forms that people fill in, delimited text, LaTeX."""

from kadmcdm.interop.delimited import write_csv
from kadmcdm.interop.latex import to_latex
from kadmcdm.interop.questionnaire import questionnaire
from kadmcdm.interop.questionnaire_reading import QuestionnaireReading, read_questionnaires
from kadmcdm.interop.workbook import write_workbook
from kadmcdm.interop.workbook_reading import read_workbook

__all__ = [
    "QuestionnaireReading",
    "questionnaire",
    "read_questionnaires",
    "read_workbook",
    "to_latex",
    "write_csv",
    "write_workbook",
]
