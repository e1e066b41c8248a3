"""What is wrong with an organiser's own words, and what to do about it: in the organiser's language."""

from flask_babel import gettext as _

from services.notifications.rules.template_language import Problem


def sentence(problem: Problem) -> str:
    """One problem; it names the line where that helps."""
    what, line = problem.what, problem.line
    if problem.code == "unknown_name" and problem.close:
        return _(
            "Line %(line)s: there is no placeholder %(name)s. Did you mean %(close)s?",
            line=line,
            name=braced(what),
            close=braced(problem.close),
        )
    return {
        "too_long": lambda: _("At most %(most)s characters.", most=what),
        "too_many": lambda: _("At most %(most)s placeholders and conditions in one text.", most=what),
        "odd_character": lambda: _(
            "Line %(line)s holds a character that can't be seen (%(code)s). Type the line again.", line=line, code=what
        ),
        "unknown_name": lambda: _(
            "Line %(line)s: there is no placeholder %(name)s in this mail. Use one of those listed.",
            line=line,
            name=braced(what),
        ),
        "unclosed": lambda: _(
            "Line %(line)s: the condition that begins here has no end. Put %(end)s where it ends.",
            line=line,
            end="{% endif %}",
        ),
        "nothing_to_end": lambda: _(
            "Line %(line)s: %(end)s ends a condition that was not begun. Take it away.", line=line, end="{% endif %}"
        ),
        "other_syntax": lambda: _(
            "Line %(line)s can't be read. Only placeholders such as %(name)s and conditions such as %(condition)s are "
            "known.",
            line=line,
            name=braced("name"),
            condition="{% if name %} … {% else %} … {% endif %}",
        ),
        "not_an_address": lambda: _(
            "Line %(line)s: %(name)s is not a web address, so a link can't lead there.", line=line, name=braced(what)
        ),
    }[problem.code]()


def braced(name: str) -> str:
    """A placeholder as it stands in a text."""
    return f"{{{{ {name} }}}}"
