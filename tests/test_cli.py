"""Tests of cli (being written)."""
