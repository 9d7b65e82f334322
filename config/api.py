"""The REST API: every room's operations under one version, the OpenAPI document, and a reference page of our own.

The ready-made reference pages need inline scripts, which our content policy forbids.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, include, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView

app_name = "api"


def reference(request: HttpRequest) -> HttpResponse:
    """Show the OpenAPI document as a page."""
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return render(request, "reference.html", {"operations": operations(document), "base_url": settings.BASE_URL})


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the operations of an OpenAPI document as the page shows them."""
    found = []
    for address, methods in sorted(document["paths"].items()):
        for method, operation in methods.items():
            found.append(
                {
                    "method": method.upper(),
                    "path": address,
                    "id": operation["operationId"],
                    "summary": operation.get("summary", ""),
                    "description": spoken(operation.get("description", "")),
                    "parameters": [_parameter(each) for each in operation.get("parameters", [])],
                    "body": _fields(_schema(operation.get("requestBody", {}))),
                    "answer": _fields(_schema(operation["responses"][min(operation["responses"])])),
                    "statuses": sorted(operation["responses"]),
                }
            )
    return found


def spoken(text: str) -> list[tuple[str, bool]]:
    """Return a description in pieces of (text, is code): the document writes code between backticks."""
    return [(piece, bool(place % 2)) for place, piece in enumerate(text.split("`")) if piece]


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    schema = parameter.get("schema", {})
    values = schema.get("enum") or schema.get("items", {}).get("enum") or []
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "type": schema.get("type", "string"),
        "values": values,
        "description": spoken(parameter.get("description", "")),
    }


def _schema(holder: dict[str, Any]) -> dict[str, Any]:
    content = holder.get("content", {})
    schema: dict[str, Any] = content.get("application/json", {}).get("schema", {})
    return schema


def _fields(schema: dict[str, Any], prefix: str = "") -> list[dict[str, Any]]:
    """Return the fields of a schema, nested ones as ``brands[].name``, in the order in which they were written."""
    rows = []
    for name, field in schema.get("properties", {}).items():
        full = f"{prefix}{name}"
        inner = field.get("items", {}) if field.get("type") == "array" else field
        rows.append(
            {
                "name": full,
                "type": field.get("format") or field.get("type", ""),
                "nullable": field.get("nullable", False),
                "values": inner.get("enum", []),
                "description": spoken(field.get("description", "")),
            }
        )
        mark = "[]." if field.get("type") == "array" else "."
        rows += _fields(inner, full + mark)
    return rows


class Schema(SpectacularAPIView):
    """The OpenAPI document, open to everybody: it says nothing about this installation."""


urlpatterns: list[URLPattern | Any] = [
    path("", reference, name="reference"),
    path("schema/", Schema.as_view(), name="schema"),
    path("", include("engagement.api.urls")),
    path("", include("listening.api.urls")),
    path("", include("dashboards.api.urls")),
]
