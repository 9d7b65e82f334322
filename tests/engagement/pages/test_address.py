"""Addresses of the queue: filters in, links out."""

from __future__ import annotations

from engagement.pages.address import Address

NAMES = ("flag", "author", "q")


def address(*pairs: tuple[str, str]) -> Address:
    return Address(pairs)


def test_it_keeps_the_filters_and_leaves_the_place_out() -> None:
    here = address(("lane", "monitor"), ("case", "7"), ("cursor", "abc"))
    assert here.url() == "/?lane=monitor"
    assert here.base == "/?lane=monitor&cursor=abc&"


def test_it_takes_out_one_of_several_values() -> None:
    here = address(("flag", "complaint"), ("flag", "praise"))
    assert here.without("flag", "praise") == "/?flag=complaint"


def test_it_changes_one_parameter_and_drops_an_empty_one() -> None:
    here = address(("lane", "engage"), ("q", "late"))
    assert here.url(lane="manage", q="") == "/?lane=manage"


def test_it_makes_filters_of_typed_words() -> None:
    here = address(("lane", "engage"), ("q", "flag:complaint author:pri late again"))
    assert here.spoken(NAMES) == "/?lane=engage&flag=complaint&author=pri&q=late+again"


def test_it_leaves_words_with_an_unknown_sign_alone() -> None:
    assert address(("q", "https://example.org why: late")).spoken(NAMES) is None
