"""The declarative study: a file that says everything, and runs."""

from kadmcdm.study.result import StudyResult
from kadmcdm.study.study import Study

__all__ = ["Study", "StudyResult"]
