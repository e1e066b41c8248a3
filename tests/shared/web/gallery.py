"""Every component in every state on one page, to look at: `python -m tests.shared.web.gallery` serves it on port 8009.

Nothing behind it but templates, so that a look can be judged before there is data.
"""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

import css_inline
from flask import Flask, Response, flash, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Email, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from shared.rules import colours
from shared.web import i18n, look, static_files
from shared.web.route import Flag, Point, Stop, mark

TEMPLATES = [
    str(static_files.FOLDER.parent / "templates"),
    f"{__file__.rsplit('/', 1)[0]}/templates",
]
NOW = datetime(2021, 6, 1, 9, 0, tzinfo=UTC)
TITLES = [
    "Lastensuojelun yhteiset opinnot",
    "Nepsy arjessa",
    "Psykiatrinen osaaminen lastensuojelussa",
    "Avopalvelujen uudet ratkaisut",
    "Kehitysvammaisten palvelut",
    "Käytöshäiriöt ja kohtaaminen",
    "Työnantajan akatemia",
    "Kokoava tapaaminen",
]


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """One field of each kind."""

    name = StringField("Name", [InputRequired("Write your name."), Length(max=80)])
    email = EmailField(
        "E-mail",
        [InputRequired("Write your e-mail address."), Email("This is not an e-mail address: it needs an @.")],
        description="The confirmation and the calendar entry go here.",
    )
    unit = SelectField(
        "Unit", choices=[SelectChoice("", "Choose"), SelectChoice("a", "Ward 3"), SelectChoice("b", "Home services")]
    )
    starts = DateTimeLocalField("Starts")
    how = RadioField(
        "How do you take part",
        [InputRequired("Choose one.")],
        choices=[SelectChoice("online", "Online"), SelectChoice("site", "On site, Oulu")],
    )
    needs = SelectMultipleField(
        "What do you need", choices=[SelectChoice("text", "Captions"), SelectChoice("access", "Step-free access")],
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip
    wishes = TextAreaField("Wishes", description="At most 500 characters.")
    agree = BooleanField("Remind me the day before")


def points(cancelled: int = 5, flag: bool = True) -> list[Point]:
    """A tour of eight stops around NOW, weekly."""
    stops = [
        Stop(
            title=title,
            starts_at=(start := NOW + timedelta(days=1, hours=2, weeks=number - 3)),
            ends_at=start + timedelta(hours=2),
            href="#stop",
            note="Sospro Oy ja TAMK" if number == 3 else None,
            cancelled=number == cancelled,
            key=f"stop-{number}",
        )
        for number, title in enumerate(TITLES, start=1)
    ]
    flags = [Flag("Registration closes", NOW + timedelta(days=12, hours=11, minutes=59))] if flag else []
    return mark(stops, NOW, flags)


def make() -> Flask:
    """The gallery's app: our languages, files and components, and stand-ins for what a service knows."""
    app = Flask(__name__, static_folder=str(static_files.FOLDER))
    app.config.update(SECRET_KEY="gallery", WTF_CSRF_TIME_LIMIT=None)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder) for folder in TEMPLATES])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    i18n.set_up(app, "en")
    static_files.set_up(app)
    look.register(app)
    app.jinja_env.globals.update(
        static_url=static_files.static_url,
        service_url=lambda _name, path="/": path,
        languages=list(i18n.LANGUAGES.items()),
        language_url=lambda code: f"?{urlencode({**request.args.to_dict(), 'lang': code})}",
        theme_url=lambda name: f"?{urlencode({**request.args.to_dict(), 'theme': name})}",
    )
    app.context_processor(_seen_by)
    app.add_url_rule("/", view_func=_components)
    app.add_url_rule("/problem", view_func=_problem)
    app.add_url_rule("/mail/<kind>", view_func=_mail)
    app.after_request(_guard)
    return app


def _seen_by() -> dict[str, object]:
    organiser = SimpleNamespace(
        name="Anna-Maria Laine", email="anna@example.org", is_administrator=False, organiser_of=True
    )
    return {
        "current_language": i18n.current_language(),
        "theme": i18n.current_theme(),
        "viewer": organiser if request.args.get("as") == "organiser" else None,
    }


def _guard(response: Response) -> Response:
    if not request.path.startswith("/mail/"):
        response.headers["Content-Security-Policy"] = "default-src 'self'"
    return response


def _forms() -> tuple[PlaceForm, PlaceForm]:
    empty = PlaceForm(formdata=None, prefix="a-")
    wrong = PlaceForm(formdata=None, prefix="b-", data={"email": "anna.example.org", "how": None})
    wrong.name.errors = ["Write your name."]
    wrong.email.errors = ["This is not an e-mail address: it needs an @."]
    wrong.how.errors = ["Choose one."]
    return empty, wrong


def _components() -> str:
    flash("Your place is kept. A confirmation is on its way.", "success")
    flash("The mail service rests for a moment; your message goes out when it is back.", "warning")
    form, wrong = _forms()
    return render_template(
        "gallery.html", points=points(), few=points(cancelled=0, flag=False)[:4], form=form, wrong=wrong, now=NOW
    )


def _problem() -> str:
    return render_template(
        "errors/page.html",
        status=409,
        title="It has changed meanwhile",
        sentence="Someone else saved this session while you were writing. Reload the page and try again.",
        request_id="0197f2c1",
    )


def _mail(kind: str) -> Response:
    start = NOW + timedelta(days=1, hours=2)
    words = render_template(
        f"mails/example.{kind}",
        points=points(),
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        language=i18n.current_language(),
        look=colours.OURS,
    )
    if kind == "txt":
        return Response(words, mimetype="text/plain")
    return Response(css_inline.CSSInliner(keep_at_rules=True).inline(words), mimetype="text/html")


if __name__ == "__main__":
    make().run(port=8009)
