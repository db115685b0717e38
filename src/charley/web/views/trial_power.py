"""What could a trial tell me? Many simulated trials of several designs, while the page is looked at."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from charley.errors import BadInput
from charley.knowledge.protocols import Protocol, protocols
from charley.web.clock import now
from charley.web.forms import Form
from charley.web.people import own_person, own_store

if TYPE_CHECKING:
    from charley.services.looking_ahead import Job, Jobs
    from charley.services.trials import Layout, PowerDocument

#: The most weeks, where nothing else is said.
WEEKS = 26
STANDARD = "magnesium-or-nothing"
WORTH_IT = {
    "run": gettext_lazy("It can tell"),
    "weak": gettext_lazy("It can tell sometimes"),
    "do_not_run": gettext_lazy("Better not"),
}


class LimitsForm(Form):
    """How often cramps come, and how much the person is ready to do for an answer."""

    rate = forms.FloatField(
        label=gettext_lazy("Cramps a week as it is now"),
        required=False,
        min_value=0.1,
        max_value=200,
        help_text=gettext_lazy("Left empty, your diary of the last eight weeks says it."),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    weeks = forms.IntegerField(
        label=gettext_lazy("The most weeks it may take"),
        min_value=4,
        max_value=104,
        initial=WEEKS,
        help_text=gettext_lazy("With the first two weeks, in which nothing is changed."),
    )
    changes = forms.IntegerField(
        label=gettext_lazy("The most changes from one way to the other"),
        required=False,
        min_value=1,
        max_value=27,
        help_text=gettext_lazy("Left empty, there is no limit."),
    )

    places = {"cramps": "rate", "nights": "rate", "most_changes": "changes"}  # noqa: RUF012


@dataclass(frozen=True)
class About:
    """What a table is for: the question, what else its page has to know again, and who asked: nobody else sees it."""

    protocol: str | None
    told: dict[str, str]
    whose: str = field(default_factory=lambda: own_person().key)

    @property
    def way_back(self) -> str:
        """The page it was asked from."""
        if self.protocol is None:
            return f"{reverse('trial_power')}?{urlencode(self.told)}"
        return f"{reverse('trial_ask', args=[self.protocol])}?{urlencode(self.told)}"


@cache
def jobs() -> "Jobs":
    """The tables that this process works out."""
    from charley.services.looking_ahead import Jobs

    return Jobs()


@require_http_methods(["GET", "POST"])
def power(request: HttpRequest) -> HttpResponse:
    """Ask before there is a question: how many weeks would it take at all?"""
    form = LimitsForm(request.POST or None, initial=_whole(request, LimitsForm))
    if request.method == "POST" and form.is_valid():
        try:
            return begin(request, form.cleaned_data, protocols()[STANDARD], About(None, said(form)))
        except BadInput as fault:
            form.blame(fault)
    return render(request, "trials/power.html", {"form": form}, status=422 if form.errors else 200)


def begin(
    request: HttpRequest, told: dict[str, Any], asked: Protocol, about: About, also: "Layout | None" = None
) -> HttpResponse:
    """Start a table, and go to where it can be seen.

    Args:
        request: whose diary says the rate where it was not told.
        told: ``rate``, ``weeks`` and ``changes``.
        asked: the question.
        about: see :class:`About`.
        also: the design the person thinks of.

    Raises:
        BadInput: where the diary does not say how often cramps come.
    """
    from charley.services.looking_ahead import designs
    from charley.services.trials import rate_of

    last = now(request).night - timedelta(days=1)
    rate = told["rate"] / 7 if told["rate"] else rate_of(own_store().journal(), last)
    work = designs(
        rate=rate,
        weeks=told["weeks"],
        most_changes=told["changes"],
        shortest=asked.least_period_days,
        arms=len(asked.arms),
        also=also,
    )
    return redirect("trial_looking", name=jobs().begin(work, about=about).name)


@require_GET
def looking(request: HttpRequest, name: str) -> HttpResponse:
    """How far a table is, and the table when it is there."""
    job = _job(name)
    seen = job.seen
    context: dict[str, Any] = {"job": job, "seen": seen, "about": job.about}
    if seen.answer is not None:
        context["answer"] = seen.answer
        context["designs"] = [shown(job, number, each) for number, each in enumerate(seen.answer.designs)]
    return render(request, "trials/looking.html", context)


@require_POST
def stop(_request: HttpRequest, name: str) -> HttpResponse:
    """Wait no longer."""
    job = _job(name)
    job.stop()
    return redirect(job.about.way_back)


def shown(job: "Job", number: int, each: "PowerDocument") -> dict[str, Any]:
    """One design as its card shows it."""
    from charley.report.trial_pictures import chances

    layout = each.design
    chosen = job.about.told | {"period": str(layout.period), "pairs": str(layout.pairs), "look": job.name}
    place = "trials_new" if job.about.protocol is None else "trial_ask"
    return {
        "document": each,
        "layout": layout,
        "weeks": round(each.weeks),
        "figure": chances(f"design-{number}", "", each.cells),
        "worth_it": WORTH_IT[each.advice or "weak"],
        "bound": each.sentences[-1],
        "address": f"{reverse(place, args=[job.about.protocol] if job.about.protocol else [])}?{urlencode(chosen)}",
    }


def looked_at(name: str, period: int, pairs: int) -> dict[str, Any] | None:
    """The card of a design that was looked at before; None where it was not, or was forgotten."""
    job = _own(name)
    answer = job.seen.answer if job is not None else None
    if job is None or answer is None:
        return None
    found = (
        shown(job, number, each)
        for number, each in enumerate(answer.designs)
        if (each.design.period, each.design.pairs) == (period, pairs)
    )
    return next(found, None)


def said(form: Form) -> dict[str, str]:
    """What was filled in, as an address can carry it."""
    return {name: str(form.data[name]) for name in form.fields if form.data.get(name)}


def _whole(request: HttpRequest, form: type[Form]) -> dict[str, str]:
    return {name: request.GET[name] for name in form.base_fields if name in request.GET}


def _own(name: str) -> "Job | None":
    job = jobs().find(name)
    return job if job is not None and job.about.whose == own_person().key else None


def _job(name: str) -> "Job":
    job = _own(name)
    if job is None:
        raise Http404
    return job
