"""Dates in templates: `{{ session.starts_at|moment(session.timezone) }}`, in the reader's language.

In HTML each gives a <time datetime>; in a plain-text template the words alone, as with `|striptags` in an attribute.
"""

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from flask_babel import get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from shared import clock
from shared.web import dates

Writer = Callable[[datetime, str, str], str]


def language() -> str:
    """Return the code of the language that is being written now, "en" when none is known."""
    locale = get_locale()
    return locale.language if locale is not None else "en"


def _filter(write: Writer) -> Callable[..., str]:
    @pass_eval_context
    def written(context: EvalContext, moment: datetime, zone: str) -> str:
        return _timed(context, moment, zone, write(moment, zone, language()))

    return written


def _timed(context: EvalContext, moment: datetime, zone: str, words: str) -> str:
    if not context.autoescape:
        return words
    return Markup('<time datetime="{}">{}</time>').format(dates.machine(moment, zone), _unbroken(words))


def _unbroken(words: str) -> str:
    """The same, with "klo" and the time it belongs to on one line."""
    return words.replace("klo ", "klo\N{NO-BREAK SPACE}").replace("kl. ", "kl.\N{NO-BREAK SPACE}")


@pass_eval_context
def _span(context: EvalContext, start: datetime, end: datetime | None, zone: str) -> str:
    return _timed(context, start, zone, dates.span(start, end, zone, language()))


@pass_eval_context
def _clock_span(context: EvalContext, start: datetime, end: datetime | None, zone: str) -> str:
    return _timed(context, start, zone, dates.clock_span(start, end, zone, language()))


@pass_eval_context
def _relative_day(context: EvalContext, moment: datetime, zone: str) -> str:
    return _timed(context, moment, zone, dates.relative_day(moment, clock.now(), zone, language()))


def _leaf_parts(start: datetime, end: datetime | None, zone: str, small: bool = False) -> dates.LeafParts:
    return dates.leaf_parts(start, end, zone, language(), small)


def register(app: Flask) -> None:
    """Give the app's templates these filters.

    moment|date(zone), |long_date, |day, |short_day, |month, |clock, |moment, |deadline, |relative_day;
    start|span(end, zone), |clock_span(end, zone), |duration(end), |leaf_parts(end, zone, small=False);
    zone|zone_name, |short_zone_name.
    """
    app.jinja_env.filters.update(
        date=_filter(dates.date),
        long_date=_filter(dates.long_date),
        day=_filter(dates.day),
        short_day=_filter(dates.short_day),
        month=_filter(dates.month),
        clock=_filter(dates.clock),
        moment=_filter(dates.moment_text),
        deadline=_filter(dates.deadline),
        relative_day=_relative_day,
        span=_span,
        clock_span=_clock_span,
        duration=dates.duration,
        leaf_parts=_leaf_parts,
        zone_name=lambda zone: dates.zone_name(zone, language()),
        short_zone_name=lambda zone: dates.short_zone_name(zone, language()),
    )
