"""What goes along with my cramps? Links of what was noted with cramps that night and the two after it."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from charley.diary.factors import FACTORS, ONLY_IF_CHOSEN
from charley.report.insight_pictures import LinkBar, links
from charley.report.insight_words import PATTERN_BOUND
from charley.web.clock import now
from charley.web.people import own_store


@require_GET
def patterns(request: HttpRequest) -> HttpResponse:
    """The page, for everything noted or for what was chosen (``?about=``)."""
    from charley.services import answer_more  # brings in the numerics, which most pages do not need
    from charley.services.patterns import NEEDED
    from charley.services.review import review_patterns

    chosen = request.GET.getlist("about")
    found = review_patterns(own_store().journal(), last=now(request).night - timedelta(days=1), chosen=chosen or None)
    choices = [(name, name in chosen if chosen else name not in ONLY_IF_CHOSEN) for name in FACTORS]
    context: dict[str, Any] = {"choices": choices, "bound": PATTERN_BOUND, "needed": NEEDED}
    if found is None:
        return render(request, "insight/patterns.html", context)
    bars = [LinkBar(each.exposure, each.lag, answer_more.range_of(each.rate_ratio), each.shown) for each in found.links]
    context |= {
        "said": answer_more.links(found),
        "figure": links(bars) if bars else None,
        "graded": [each.exposure for each in found.links if not each.yes_or_no and each.lag == 0],
        "notes": found.notes,
    }
    return render(request, "insight/patterns.html", context)
