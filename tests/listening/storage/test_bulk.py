"""What batch writing owes the process around it."""

from __future__ import annotations

import gc

import pytest

from listening.storage import bulk


def test_it_lets_the_collector_go_on_after_a_page_that_failed() -> None:
    with pytest.raises(ZeroDivisionError), bulk.uncollected():
        assert not gc.isenabled()
        raise ZeroDivisionError
    assert gc.isenabled()


def test_it_leaves_a_collector_off_that_was_off() -> None:
    gc.disable()
    try:
        with bulk.uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
