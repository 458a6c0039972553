"""Ranking methods: small frozen objects that say their parameters and call the kernels."""

from kadmcdm.methods.additive import WeightedProduct, WeightedSum
from kadmcdm.methods.averages import EDAS, MABAC
from kadmcdm.methods.method import Details, Method
from kadmcdm.methods.moora import MOORA, MOOSRA, MULTIMOORA, PIV
from kadmcdm.methods.naming import BY_NAME, method_from_dict, method_label, method_to_dict
from kadmcdm.methods.outranking import PROMETHEE2
from kadmcdm.methods.pymcdm_method import PymcdmMethod
from kadmcdm.methods.ratios import ARAS, COPRAS, WASPAS
from kadmcdm.methods.reference_points import CRADIS, GRA, MARCOS, SPOTIS
from kadmcdm.methods.synthesis import AHPSynthesis
from kadmcdm.methods.topsis import TOPSIS
from kadmcdm.methods.vikor import VIKOR

__all__ = [
    "ARAS",
    "BY_NAME",
    "COPRAS",
    "CRADIS",
    "EDAS",
    "GRA",
    "MABAC",
    "MARCOS",
    "MOORA",
    "MOOSRA",
    "MULTIMOORA",
    "PIV",
    "PROMETHEE2",
    "SPOTIS",
    "TOPSIS",
    "VIKOR",
    "WASPAS",
    "AHPSynthesis",
    "Details",
    "Method",
    "PymcdmMethod",
    "WeightedProduct",
    "WeightedSum",
    "method_from_dict",
    "method_label",
    "method_to_dict",
]
