"""API: organisers' own words for the mails of a series, and how any mail looks before it goes."""

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.notifications.actions import own_words as acts
from services.notifications.messages.own_words import problems_of, state_of
from services.notifications.messages.placeholder_words import meanings
from services.notifications.messages.placeholders import PLACEHOLDERS
from services.notifications.messages.preview import Wanted
from services.notifications.messages.secret_links import without_hidden_links
from services.notifications.queries import own_words
from services.notifications.queries.own_words import Which, Words
from services.notifications.routes.own_series import look, own_series, which_words
from services.notifications.routes.template_shapes import (
    PlaceholderOut,
    PreviewIn,
    PreviewOut,
    TemplateIn,
    TemplateList,
    TemplateOut,
    TemplateSummary,
    VersionList,
    version_out,
)
from services.notifications.rules.kinds import ANNOUNCEMENT
from services.notifications.template_problems import sentence
from shared.errors import Conflict, NotAllowed
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import reading
from shared.web.i18n import LANGUAGES
from shared.web.validation import FieldProblem, InvalidInput
from shared.web.viewer import known_viewer

api = Api("templates")
_ADDRESS = "/series/<slug>/templates/<kind>/<language>"


@api.reads("/series/<slug>/templates", Access.ORGANISER, "In whose words mails go out", Shape(answer=TemplateList))
def list_templates(db: Connection, slug: str) -> TemplateList:
    """Every kind in every language."""
    kept = own_words.of_series(db, own_series(db, slug).id)
    return TemplateList(
        items=[
            TemplateSummary(kind=kind, language=language, words=state_of(kind, kept.get((kind, language))))
            for kind in PLACEHOLDERS
            for language in LANGUAGES
        ]
    )


@api.reads(_ADDRESS, Access.ORGANISER, "The words of one kind of mail in one language", Shape(answer=TemplateOut))
def get_template(db: Connection, slug: str, kind: str, language: str) -> TemplateOut:
    """With what may stand in them."""
    return _template(db, which_words(own_series(db, slug).id, kind, language))


@api.writes("PUT", _ADDRESS, Access.ORGANISER, "Change them", Shape(body=TemplateIn, answer=TemplateOut))
def put_template(db: Connection, slug: str, kind: str, language: str, body: TemplateIn) -> TemplateOut:
    """A new version, unless they are in use already."""
    which = which_words(own_series(db, slug).id, kind, language)
    acts.save(db, known_viewer().actor, which, Words(body.subject, body.text), body.base_version)
    return _template(db, which)


@api.reads(f"{_ADDRESS}/versions", Access.ORGANISER, "Every version of them", Shape(answer=VersionList))
def list_template_versions(db: Connection, slug: str, kind: str, language: str) -> VersionList:
    """With who wrote each."""
    versions = own_words.versions(db, which_words(own_series(db, slug).id, kind, language))
    names = own_words.names_of(db, [one.actor for one in versions])
    return VersionList(items=[version_out(one, names) for one in versions])


@api.asks(
    "POST",
    "/preview",
    Access.ORGANISER_OR_SERVICE,
    "How a mail of a series looks before anybody gets it; nothing is sent",
    Shape(body=PreviewIn, answer=PreviewOut),
)
def preview_mail(body: PreviewIn) -> PreviewOut:
    """A service may ask on behalf of whom it has checked itself, for announcements alone."""
    words = None
    if body.subject is not None or body.text is not None:
        words = Words(" ".join((body.subject or "").split()), body.text or "")
    _check(body, words)
    with reading() as db:
        series_id = own_series(db, body.series).id
        wanted = Wanted(body.kind, series_id, body.language, body.subject_id, words, body.to, body.session_id)
        found = look(db, wanted)
    if found.shown is None:
        raise Conflict("nothing_to_show", found.problem)
    content = found.shown.content
    return PreviewOut(
        subject=content.subject,
        text=content.text,
        html=without_hidden_links(content.html),
        method=content.method,
        is_sample=found.shown.is_sample,
    )


def _check(body: PreviewIn, words: Words | None) -> None:
    if body.kind == ANNOUNCEMENT and (words is None or not words.subject or not words.text):
        missing = "subject" if words is None or not words.subject else "text"
        raise InvalidInput([FieldProblem(missing, "missing", _("This field is needed."))])
    if known_viewer().service and body.kind != ANNOUNCEMENT:
        raise NotAllowed("announcements_only", _("A service may look at announcements alone."))
    if words is not None and body.kind in PLACEHOLDERS:
        wrong = [
            FieldProblem(field, problem.code, sentence(problem))
            for field, problems in problems_of(body.kind, words).items()
            for problem in problems
        ]
        if wrong:
            raise InvalidInput(wrong)


def _template(db: Connection, which: Which) -> TemplateOut:
    newest = own_words.newest(db, which)
    words = newest.words if newest else Words()
    found = meanings(which.kind, which.language)
    return TemplateOut(
        kind=which.kind,
        language=which.language,
        version=newest.version if newest else 0,
        subject=words.subject,
        text=words.text,
        problems=[sentence(one) for problems in problems_of(which.kind, words).values() for one in problems],
        placeholders=[PlaceholderOut(name=name, meaning=one.words, sample=one.sample) for name, one in found.items()],
    )
