"""The declarative study: a file that says everything, and runs."""

from kadmcdm.study.forms import StudyForms
from kadmcdm.study.result import StudyResult
from kadmcdm.study.study import Study

__all__ = ["Study", "StudyForms", "StudyResult"]
