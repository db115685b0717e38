"""How firm is this answer? Other starting points, the nights left out, and whether the calculation fits at all."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from charley.profile import Profile
from charley.reading import read
from charley.report import answer_words
from charley.report.answer_words import BASELINE_NIGHTS
from charley.report.figures import Figure
from charley.report.insight_pictures import before_and_after
from charley.report.insight_words import CHECK_NAMES, PRIOR_NAMES
from charley.web.clock import now
from charley.web.own_trials import held_back
from charley.web.people import own_profile, own_store


class Start(NamedTuple):
    """The answer from one starting point."""

    name: str
    sentence: str
    figure: Figure


class Treatment(NamedTuple):
    """One treatment from each starting point, and what the nights left out could turn."""

    name: str
    starts: list[Start]
    agree: str
    left_out: list[str]


@require_GET
def firmness(request: HttpRequest) -> HttpResponse:
    """The page; a young diary is told to wait, and so is a running trial."""
    if held_back(request) is not None:
        return redirect("insight")
    from charley.services import answer_more, evidence  # bring in the numerics, which most pages do not need
    from charley.services.review import review_firmness

    moment = now(request)
    told = own_profile()
    trials = evidence.prior_from_trials(None if told is None else read(Profile, told))
    answer = review_firmness(own_store().journal(), last=moment.night - timedelta(days=1), trials=trials)
    recorded = 0 if answer is None else answer.nights.recorded
    if answer is None or recorded < BASELINE_NIGHTS:
        return render(request, "insight/firmness.html", {"nights_to_wait": BASELINE_NIGHTS - recorded})
    document = answer.document
    context: dict[str, Any] = {
        "not_computed": None if answer.reason is None else answer_words.not_computed(answer.reason),
        "treatments": [
            Treatment(
                name,
                _starts(name, answers),
                answer_more.starts_agree(answers),
                answer_more.left_out(name, (document.missing_nights or {})[name]),
            )
            for name, answers in (document.priors or {}).items()
        ],
        "trials": trials,
        "fits": document.model_check and answer_more.fits(document.model_check),
        "checked": document.engine.check and answer_more.checked(document.engine.check),
        "checks": [
            (CHECK_NAMES[check.name], f"{check.found:.2g}", f"{check.low:.2g} to {check.high:.2g}")
            for check in (document.model_check.checks if document.model_check else ())
        ],
        "caution": answer_words.CAUTION,
    }
    return render(request, "insight/firmness.html", context)


def _starts(name: str, answers: Any) -> list[Start]:
    from charley.services import answer_more

    said = answer_more.from_each_start(answers)
    found = []
    for kind, sentence in said.items():
        under = answers[kind]
        figure = before_and_after(
            name,
            kind,
            log_rate_ratio=under.curve.log_rate_ratio,
            prior=under.curve.prior,
            posterior=under.curve.posterior,
            ratio=answer_more.range_of(under.rate_ratio),
        )
        found.append(Start(PRIOR_NAMES[kind], sentence, figure))
    return found
