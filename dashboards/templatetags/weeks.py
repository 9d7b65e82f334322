"""The little arithmetic that drawing needs inside a template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def minus(value: float, less: float) -> float:
    """Return the difference, to a tenth."""
    return round(value - less, 1)


@register.filter
def plus(value: float, more: float) -> float:
    """Return the sum, to a tenth."""
    return round(value + more, 1)


@register.filter
def of(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Return the entry of a mapping, None without one."""
    return mapping.get(key)
