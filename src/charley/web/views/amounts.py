"""Which amount seems to work? Each amount noted beside nights without, and none taken to be better for being larger."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from charley.report import answer_words
from charley.report.trial_report_pictures import Estimate, forest
from charley.web.clock import now
from charley.web.own_trials import held_back
from charley.web.people import own_store


@require_GET
def amounts(request: HttpRequest) -> HttpResponse:
    """The page; with fewer than two amounts there is nothing to set side by side. It is silent while a trial runs."""
    if held_back(request) is not None:
        return redirect("insight")
    from charley.services import answer_more  # brings in the numerics, which most pages do not need
    from charley.services.amounts import review_amounts
    from charley.services.review import TREATMENT

    found = review_amounts(own_store().journal(), last=now(request).night - timedelta(days=1))
    context: dict[str, Any] = {"taken": found.taken, "caution": answer_words.CAUTION}
    if found.answer is not None:
        context |= {"notes": found.answer.notes}
    if found.answer is not None and found.answer.reason is not None:
        context |= {"not_computed": answer_words.not_computed(found.answer.reason)}
    elif found.answer is not None:
        levels = found.answer.document.dose_levels[TREATMENT]
        rows = [
            Estimate(f"{each.mg:g} mg", each.rate_ratio.q025, each.rate_ratio.q50, each.rate_ratio.q975)
            for each in levels.levels
        ]
        context |= {
            "said": answer_more.amounts(TREATMENT, levels),
            "figure": forest("amounts", "Each amount beside nights without", rows),
        }
    return render(request, "insight/amounts.html", context)
