"""Ranking methods: small frozen objects that say their parameters and call the kernels."""

from kadmcdm.methods.additive import WeightedProduct, WeightedSum
from kadmcdm.methods.method import Details, Method
from kadmcdm.methods.naming import BY_NAME, method_from_dict, method_label, method_to_dict
from kadmcdm.methods.synthesis import AHPSynthesis
from kadmcdm.methods.topsis import TOPSIS

__all__ = [
    "BY_NAME",
    "TOPSIS",
    "AHPSynthesis",
    "Details",
    "Method",
    "WeightedProduct",
    "WeightedSum",
    "method_from_dict",
    "method_label",
    "method_to_dict",
]
