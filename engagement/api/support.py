"""Where a support desk reports what became of a case. Neither session nor token: its signature is all that counts."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from engagement.actions.support import reports
from engagement.errors import Refused
from engagement.support import states
from engagement.support.reading import BODY_LIMIT, REASON_LIMIT, REFERENCE_LIMIT, BadReport
from listening.api.problems import BadParameter, Conflict, TooLarge
from listening.api.schema import answers

REPORT = {
    "type": "object",
    "required": ["state"],
    "properties": {
        "state": {"type": "string", "enum": list(states.REPORTED)},
        "reference": {"type": "string", "maxLength": REFERENCE_LIMIT, "description": "Your name for it, as `#123`."},
        "url": {"type": "string", "format": "uri", "description": "Where your ticket is, http or https."},
        "reason": {"type": "string", "maxLength": REASON_LIMIT, "description": "Why; `returned` needs one."},
    },
}
STATE = {"type": "object", "properties": {"state": {"type": "string", "enum": list(states.STATES)}}}
_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


class SupportStatus(APIView):
    """What became of a case that was handed to support."""

    authentication_classes = ()  # nobody's session is looked at, so none can be ridden on

    @extend_schema(
        operation_id="report_support_status",
        summary="What became of a handed-over case",
        description=(
            "The address comes with the case, as `status_url`. Sign the body with the desk's secret, as Standard "
            "Webhooks says: `webhook-id`, `webhook-timestamp` and `webhook-signature`. The same `webhook-id` twice "
            "counts once. `solved` ends the case, `returned` brings it back with your reason. After that, or once "
            "the case was taken back, a report is refused with 409."
        ),
        parameters=[OpenApiParameter(name, str, OpenApiParameter.HEADER, required=True) for name in _HEADERS],
        request={"application/json": REPORT},
        responses=answers(200, STATE, 400, 403, 404, 409, 413),
        auth=[],
    )
    def post(self, request: Request, token: str) -> Response:
        headers = {name: request.headers.get(name, "") for name in _HEADERS}
        body = request._request.body
        if len(body) > BODY_LIMIT:
            raise TooLarge(f"A report has at most {BODY_LIMIT} bytes.")
        try:
            state = reports.report(token, headers, body, now=timezone.now())
        except reports.NoSuchAddress:
            raise Http404 from None
        except reports.Forged:
            raise PermissionDenied("The signature does not fit, or the time is more than five minutes off.") from None
        except BadReport as wrong:
            raise BadParameter(wrong.field, wrong.reason) from None
        except Refused as refused:
            raise Conflict(f"We no longer expect reports of this: it is {refused.params['state']}.") from None
        return Response({"state": state})
