"""Cooperation between regions."""

from kadmcdm.partnership.regions import Indicator, Region, RegionTable
