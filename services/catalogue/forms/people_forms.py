"""Forms about organisations, their people and units, and keys of programs."""

import re
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField, TextAreaField, URLField

from services.catalogue.forms.fields import Most, Needed, mail_address, on_one_line, trimmed, web_address
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.rules import mail_domains
from services.catalogue.words import member_role_word
from shared.schema.accounts import MEMBER_ROLES, ROLES
from shared.schema.base import DOMAIN_LENGTH, EMAIL_LENGTH, NAME_LENGTH, URL_LENGTH
from shared.web.choice_fields import RadioField, SelectField

_BETWEEN = re.compile(r"[\s,;]+")


class OrganisationForm(FlaskForm):  # type: ignore[misc]
    """An organisation."""

    name = StringField(_l("Name"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line])
    business_id = StringField(
        _l("Business ID"), [Most(20)], filters=[on_one_line], description=_l("The Y-tunnus, such as 2077474-0.")
    )
    website = URLField(_l("Website"), [Most(URL_LENGTH), web_address], filters=[on_one_line])
    domains = TextAreaField(
        _l("Mail domains"),
        [Most(mail_domains.MOST * DOMAIN_LENGTH)],
        filters=[trimmed],
        description=_l(
            "One on each line, such as example.org. Whoever registers with an address in one of them is shown "
            "among the organisation's people."
        ),
    )

    @property
    def written_domains(self) -> list[str]:
        """The domains as they were written."""
        return [one for one in _BETWEEN.split(self.domains.data or "") if one]


class MemberForm(FlaskForm):  # type: ignore[misc]
    """Somebody who may do something in an organisation."""

    email = EmailField(_l("E-mail"), [Needed(), Most(EMAIL_LENGTH), mail_address], filters=[on_one_line])
    name = StringField(_l("Name"), [Most(NAME_LENGTH)], filters=[on_one_line])
    role = RadioField(
        _l("May do"),
        [Needed()],
        description=_l("Organisers make and publish series. Contacts register the organisation's people."),
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.role.choices = [(role, member_role_word(role)) for role in MEMBER_ROLES]


class ContactForm(FlaskForm):  # type: ignore[misc]
    """Somebody who is to register the organisation's people."""

    email = EmailField(_l("E-mail"), [Needed(), Most(EMAIL_LENGTH), mail_address], filters=[on_one_line])
    name = StringField(_l("Name"), [Most(NAME_LENGTH)], filters=[on_one_line])


class UnitForm(FlaskForm):  # type: ignore[misc]
    """A part of an organisation."""

    name = StringField(_l("Name of the unit"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line])
    profile = StringField(
        _l("Profile"),
        [Most(NAME_LENGTH)],
        filters=[on_one_line],
        description=_l("What its people work with, such as child psychiatry. Optional."),
    )

    def __init__(self, **more: Any) -> None:
        """Its fields' names begin with ``unit-``: another form stands on the same page."""
        super().__init__(prefix="unit-", **more)


class ApiKeyForm(FlaskForm):  # type: ignore[misc]
    """A new key for a program."""

    name = StringField(
        _l("Name"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line], description=_l("Which program it is for.")
    )
    role = RadioField(_l("May do"), [Needed()])
    organisation_id = SelectField(_l("In which organisation"))
    #: the key's id, so that sending the form twice makes one key
    new_id = HiddenField()

    def __init__(self, organisations: list[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(**more)
        self.role.choices = [(role, member_role_word(role)) for role in ROLES]
        self.organisation_id.choices = [("", _("In every one")), *((str(one), name) for one, name in organisations)]
