"""What does my diary say so far? Cramps per week, and the answer in plain words."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from charley.report import answer_words
from charley.report.answer_words import BASELINE_NIGHTS
from charley.report.figures import Figure, TrendNight, cramps_per_week, rate_ratio
from charley.web.clock import now
from charley.web.own_trials import held_back
from charley.web.people import own_store


class Told(NamedTuple):
    """What is said of one treatment: the verdict, more sentences, and the chance of fewer cramps as dots of 100."""

    verdict: str
    sentences: list[str]
    figure: Figure
    people: list[bool]

    @property
    def filled(self) -> int:
        """How many of the 100 dots are filled."""
        return sum(self.people)


@require_GET
def insight(request: HttpRequest) -> HttpResponse:
    """The page; an empty diary is told what will be here."""
    from charley.services.review import review  # brings in the numerics, which no other page needs

    moment = now(request)
    found = review(own_store().journal(), last=moment.night - timedelta(days=1))
    if found is None:
        return render(request, "insight.html", {"empty": True})
    answer = found.answer
    young = answer.nights.recorded < BASELINE_NIGHTS
    trial = held_back(request)
    silent = young or trial is not None
    context: dict[str, Any] = {
        "figure": cramps_per_week(
            found.table,
            [] if silent else _trend(answer.trend),
            pains=found.pains,
            taken_mg=found.taken_mg,
            marks=found.diet_changes,
            signs=found.too_much,
        ),
        "held": answer_words.held(
            total=answer.nights.total, recorded=answer.nights.recorded, cramps=answer.nights.cramps
        ),
        "nights_to_wait": max(0, BASELINE_NIGHTS - answer.nights.recorded),
        "trial": trial,
        "told": [] if silent else [_told(name, effect) for name, effect in answer.treatments.items()],
        "not_computed": None if answer.reason is None else answer_words.not_computed(answer.reason),
        "target_mg": found.target_mg,
        "notes": answer.notes,
        "caution": answer_words.CAUTION,
    }
    return render(request, "insight.html", context)


def _trend(trend: Any) -> list[TrendNight]:
    """One night of each week: the level moves slowly, and a point a night would only make the page heavy."""
    shown = [night for number, night in enumerate(trend) if number % 7 == 3 or number in (0, len(trend) - 1)]
    return [TrendNight(date.fromisoformat(night.date), night.q025, night.q50, night.q975) for night in shown]


def _told(name: str, effect: Any) -> Told:
    avoided = effect.avoided_per_week
    verdict, *sentences = answer_words.effect(
        name,
        avoided=answer_words.Range(avoided.q025, avoided.q50, avoided.q975),
        p_fewer=effect.p_below_1,
        p_fifth_fewer=effect.p_below_0_8,
    )
    ratio = effect.rate_ratio
    figure = rate_ratio(name, verdict, ratio.q025, ratio.q50, ratio.q975)
    shown = min(99, max(1, round(100 * effect.p_below_1)))
    return Told(verdict, sentences, figure, [number < shown for number in range(100)])
