"""Signing in by a mailed one-time link, and signing out."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from services.catalogue.actions import sign_in as actions
from services.catalogue.actions.sign_in import Asked, LinkProblem, SignedIn
from services.catalogue.forms.sign_in import SignInForm
from services.catalogue.rules.own_addresses import own_address
from shared.addresses import normalise
from shared.errors import TooMany
from shared.settings import SERVICES
from shared.web import access
from shared.web.current import reading, service, service_url, writing
from shared.web.viewer import Viewer, by_account, viewer

blueprint = Blueprint("sign_in", __name__)

#: the cookie that binds a link to the browser that asked for it
BROWSER_COOKIE = "kierros_browser"
BROWSER_COOKIE_SECONDS = 3600
#: under which the signed session cookie remembers the address, for the page that says where to look
ASKED_FOR = "sign_in_email"
_STATUS = {LinkProblem.UNKNOWN: 404, LinkProblem.USED: 410, LinkProblem.EXPIRED: 410, LinkProblem.OTHER_BROWSER: 403}


@blueprint.after_request
def _keep_private(response: Response) -> Response:
    """These addresses let people in: no cache keeps them and no other page hears of them."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/sign-in")
@access.public
def form() -> Any:
    """The form; who is signed in already goes straight on."""
    wanted = _own(request.args.get("next"))
    if viewer() is not None:
        return redirect(wanted or service_url("catalogue", "/"))
    return render_template("sign_in/form.html", form=SignInForm(next=wanted or ""))


@blueprint.post("/sign-in")
@access.public
def ask() -> Any:
    """Ask for a link. The answer is the same whether the address is known or not."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("sign_in/form.html", form=form), 422
    browser = request.cookies.get(BROWSER_COOKIE) or secrets.token_urlsafe(32)
    asked = Asked(normalise(str(form.email.data)), request.remote_addr or "", browser, _own(form.next.data))
    try:
        with writing() as db:
            actions.request_link(db, service().secrets, asked)
    except TooMany as refusal:
        page = render_template("sign_in/form.html", form=form, problem=refusal.sentence)
        return page, refusal.status, {"Retry-After": str(refusal.retry_after)}
    session[ASKED_FOR] = asked.email
    response = make_response(redirect(url_for("sign_in.sent"), 303))
    _bind_browser(response, browser)
    return response


@blueprint.get("/sign-in/sent")
@access.public
def sent() -> Any:
    """Where to look for the link."""
    email = session.get(ASKED_FOR)
    if email is None:
        return redirect(url_for("sign_in.form"))
    return render_template("sign_in/sent.html", email=email, minutes=_minutes())


@blueprint.get("/sign-in/<token>")
@access.own_link
def open_link(token: str) -> Any:
    """Sign in. A HEAD, which mail scanners send, uses nothing up."""
    if request.method == "HEAD":
        return ""
    with writing() as db:
        found = actions.use_link(db, service().secrets, token, request.cookies.get(BROWSER_COOKIE))
    if isinstance(found, SignedIn):
        return redirect(_let_in(found), 303)
    if found is LinkProblem.USED and _is_mine(token):
        return redirect(_start(viewer()), 303)
    page = render_template(
        "sign_in/problem.html", problem=found.value, form=SignInForm(formdata=None), minutes=_minutes()
    )
    return page, _STATUS[found]


@blueprint.post("/sign-out")
@access.public
def sign_out() -> Any:
    """Sign out here, or with ``everywhere`` in all browsers."""
    asker = viewer()
    if asker is not None and asker.account_id is not None and "everywhere" in request.form:
        with writing() as db:
            actions.sign_out_everywhere(db, asker.account_id)
    session.clear()
    flash(_("You have signed out."), "success")
    return redirect(service_url("catalogue", "/"), 303)


def _let_in(signed_in: SignedIn) -> str:
    """Begin a session anew, so that nothing of an earlier one lives on; where to go."""
    session.clear()
    session["account"] = str(signed_in.account_id)
    session["epoch"] = signed_in.epoch
    session.permanent = True
    with reading() as db:
        person = by_account(db, signed_in.account_id, signed_in.epoch)
    return _own(signed_in.next_url) or _start(person)


def _start(person: Viewer | None) -> str:
    """The page of somebody's daily work; an employer's contact has the people of the employer."""
    if person is not None and person.organiser_of:
        return service_url("catalogue", "/workspace")
    if person is not None and person.speaks_for is not None and len(person.speaks_for) == 1:
        return service_url("registration", f"/organisations/{next(iter(person.speaks_for))}")
    return service_url("catalogue", "/")


def _is_mine(token: str) -> bool:
    """Whether a used link is that of the person who is signed in here: a link opened twice does no harm."""
    asker = viewer()
    if asker is None:
        return False
    with reading() as db:
        return asker.account_id == actions.account_of_link(db, service().secrets, token)


def _own(wanted: str | None) -> str | None:
    settings = service().settings
    return own_address(wanted, [settings.public_url(name) for name in SERVICES])


def _bind_browser(response: Response, browser: str) -> None:
    response.set_cookie(
        BROWSER_COOKIE,
        browser,
        max_age=BROWSER_COOKIE_SECONDS,
        path=urlsplit(service_url("catalogue", "/sign-in")).path,
        httponly=True,
        samesite="Lax",
        secure=service().settings.is_https,
    )


def _minutes() -> int:
    return int(actions.GOOD_FOR.total_seconds() // 60)
