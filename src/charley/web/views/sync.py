"""The door for entries that waited on a phone: a batch in, one answer for each entry."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods

from charley.errors import BadInput, Problem
from charley.reading import decode_json
from charley.web.keeping import owners_diary

#: A phone that was long without a network; more are sent in several batches.
MOST_AT_ONCE = 1000


@require_http_methods(["POST", "PUT"])
def entries(request: HttpRequest) -> JsonResponse:
    """Keep a batch of entries. Ids are made by the writer, so sending it again changes nothing.

    The body is ``{"entries": [...]}``; the answer ``{"answers": [...]}`` holds id, outcome, problems and questions of
    each, in the same order. They go into the owner's diary, whatever the phone is looking at now. A bad entry is
    answered by itself and the good ones are kept.
    """
    try:
        document = decode_json(request.body)
        batch = document.get("entries") if isinstance(document, dict) else None
        if not isinstance(batch, list):
            raise BadInput([Problem("entries", "should be a list of entries")])
        if len(batch) > MOST_AT_ONCE:
            raise BadInput([Problem("entries", f"holds {len(batch)}; send at most {MOST_AT_ONCE} at once")])
    except BadInput as fault:
        return JsonResponse(fault.as_dict(), status=400)
    return JsonResponse({"answers": [receipt.as_dict() for receipt in owners_diary(request).add(batch)]})
