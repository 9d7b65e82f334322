"""The response report for programs: the same numbers as the page."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dashboards.api import schema
from dashboards.responses import asking, naming, shapes
from listening.api.problems import BadParameter
from listening.api.schema import answers


class Responses(APIView):
    """Who answered, how soon, and whether in time."""

    @extend_schema(
        operation_id="get_responses",
        summary="Who answered, how soon, and whether in time",
        description=(
            "Questions and complaints put to us or about us in a period, by who answered, and the team's clocks that "
            "began in it. What is not known is counted apart and is in no share: shares are of the sum of `answered`, "
            "the share in time is `met` of `met` and `late`. Do not average percentiles of groups; take those of `all`."
        ),
        parameters=[OpenApiParameter(**each) for each in schema.PARAMETERS],
        responses=answers(200, schema.REPORT, 400),
    )
    def get(self, request: Request) -> Response:
        for name in request.query_params:
            if len(request.query_params.getlist(name)) > 1:
                raise BadParameter(name, "give it once")
        params = {name: str(value) for name, value in request.query_params.items()}
        try:
            place = naming.place_of(params, now=timezone.now())
        except asking.Refused as wrong:
            raise BadParameter(wrong.name, wrong.reason) from None
        counted = place.counted()
        names = naming.group_names(counted, place)
        return Response(
            {
                "since": place.asked.scope.since,
                "until": place.asked.scope.until,
                "by": place.asked.by,
                "all": shapes.as_object(counted.all),
                "groups": [
                    {"key": key, "name": names[key]} | shapes.as_object(each) for key, each in counted.groups.items()
                ],
            },
            headers={"Cache-Control": "private, no-cache"},
        )
