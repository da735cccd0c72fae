"""Quantities as typed on the helper's phone."""

import pytest

from xinlu.kernel.errors import Refusal
from xinlu.pages.field.forms.typed import read_quantity_milli


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("9" * 1_000_001, "quantity.too_large"),
        ("1e" + "9" * 50, "quantity.not_a_number"),
        ("9" * 20, "quantity.too_large"),
    ],
)
def test_what_is_longer_than_any_quantity_is_refused(typed, code):
    with pytest.raises(Refusal) as caught:
        read_quantity_milli(typed)
    assert (caught.value.code, caught.value.field) == (code, "quantity")


def test_a_quantity_is_read_in_thousandths():
    assert (read_quantity_milli("1.5"), read_quantity_milli("")) == (1500, None)
