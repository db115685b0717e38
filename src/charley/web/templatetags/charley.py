"""Small pieces that many templates draw."""

from datetime import date, datetime
from json import dumps

from django import forms, template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from charley import language
from charley.diary.records import DoseTaken, Entry
from charley.knowledge.habits import habit
from charley.report.figures import Figure
from charley.web import words
from charley.web.date_words import date_format

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon from the sprite. It carries no meaning of its own: a word always stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("charley/icons.svg"),
        name,
    )


@register.filter("date", expects_localtime=True)
def in_date_words(value: date | datetime | None, pattern: str) -> str:
    """Django's own filter, with the small words that the language of the page puts between day, month and year."""
    return "" if value is None else date_format(value, pattern)


@register.simple_tag
def night_words(night: date) -> str:
    """A night by the two days it joins."""
    return words.night(night)


@register.simple_tag
def entry_words(entry: Entry) -> str:
    """An entry in a line."""
    return words.entry(entry)


@register.simple_tag
def dose_words(entry: DoseTaken) -> str:
    """A dose in a few words."""
    return words.dose(entry)


@register.filter
def said(sentence: str) -> str:
    """A sentence of a lower floor, such as a fault, in the language of the page."""
    return language.said(sentence)


@register.filter
def mg(amount: float) -> str:
    """An amount as forms send it back, and as people write it."""
    return words.number(amount)


@register.filter
def seconds(count: int) -> str:
    """``45 s``, ``10 min``, ``1 min 30 s``."""
    return words.length(count)


@register.filter
def leg_side(side: str) -> str:
    """The leg meant, in words."""
    return str(words.LEGS[side])


@register.filter
def evidence_word(evidence: str) -> str:
    """How much speaks for it, in words."""
    return str(words.EVIDENCE[evidence])


@register.filter
def json(value: object) -> str:
    """Something plain as JSON, for a form's ``data-entry``."""
    return dumps(value)


@register.filter
def is_group(field: forms.BoundField) -> bool:
    """Whether a field is several radio buttons or boxes, which need a legend in place of a label."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_box(field: forms.BoundField) -> bool:
    """Whether a field is a single box to tick."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_scale(field: forms.BoundField) -> bool:
    """Whether a group of choices is a scale from 0 to 10."""
    values = [str(value) for value, _ in getattr(field.field, "choices", ())]
    return len(values) > 10 and all(map(str.isdigit, values))


@register.simple_tag
def figure_svg(figure: Figure) -> SafeString:
    """A figure's picture. An XML writer has made it, which escapes whatever stands in it."""
    return mark_safe(figure.svg)  # noqa: S308


@register.inclusion_tag("oxide_note.html")
def oxide_note() -> dict[str, object]:
    """What to know of oxide; the style sheet shows it while oxide is the form that is chosen."""
    return {"message": habit("oxide").message()}


@register.inclusion_tag("leg_stretch.svg")
def leg_stretch() -> dict[str, object]:
    """The picture of the calf stretch."""
    return {}
