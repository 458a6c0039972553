"""Tests of plot (being written)."""
