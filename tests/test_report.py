"""Tests of report (being written)."""
