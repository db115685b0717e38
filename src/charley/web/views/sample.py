"""Looking around with a made-up person and a made-up diary, and back to one's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from charley.db.people import SAMPLE
from charley.web.clock import now
from charley.web.middleware import for_anybody
from charley.web.people import LOOK_COOKIE, drop_sample, make_sample


@for_anybody
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """To the made-up person, made afresh; or back, and whatever was tried is thrown away."""
    if request.POST.get("look") == SAMPLE:
        make_sample(until=now(request).night)
        response = redirect("insight")
        response.set_cookie(LOOK_COOKIE, SAMPLE, samesite="Lax", secure=request.is_secure(), httponly=True)
        return response
    drop_sample()
    response = redirect("welcome")
    response.delete_cookie(LOOK_COOKIE, samesite="Lax")
    return response
