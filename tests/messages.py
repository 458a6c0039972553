"""What an error says: `message` calls something that must raise `InputError`."""

import pytest

import kadmcdm as kd


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
