"""Spreadsheets: forms that people fill in, and what they answered."""

from kadmcdm.interop.questionnaire import questionnaire
from kadmcdm.interop.questionnaire_reading import QuestionnaireReading, read_questionnaires

__all__ = ["QuestionnaireReading", "questionnaire", "read_questionnaires"]
