"""Tests of study (being written)."""
