"""What an error says: `message` calls something that must raise `InputError`."""

import pytest

import kadmcdm as kd

TEN_FAULTS = """\
tittle = "Where to go"

[data]
source = "inline"
values = { Tuban = { km = 34.8, gain = "2" }, Ngawi = { km = 55.4, gain = 7 } }

[[criteria]]
name = "km"
direction = "down"

[[criteria]]
name = "gain"
direction = "benefit"
unti = "points"

[[criteria]]
name = "km"
direction = "cost"
bounds = [9, 1]

[weights]
scheme = "direct"
values = { km = -1, gain = 2 }

[method]
name = "TOPSYS"

[robustness]
n_samples = 10
"""
"""A study file in which ten things are wrong, in ten ways."""


def faults(call, *args, **kwargs):
    """Return the faults that the call raises, all of them."""
    with pytest.raises(kd.InputError) as caught:
        call(*args, **kwargs)
    return caught.value.faults


def message(call, *args, **kwargs):
    """Return the text of the error that the call raises."""
    with pytest.raises(kd.InputError) as caught:
        call(*args, **kwargs)
    return str(caught.value)
