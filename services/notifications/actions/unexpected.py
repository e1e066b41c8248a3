"""What may go wrong with one line or one message without holding back the others: logged, counted and kept, then on."""

from jinja2 import TemplateError
from sqlalchemy.exc import InterfaceError, OperationalError, PendingRollbackError, SQLAlchemyError

#: the database has gone: nothing is wrong with what was being done, and it is done again later
AWAY = (OperationalError, InterfaceError, PendingRollbackError)
UNEXPECTED = (SQLAlchemyError, TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
