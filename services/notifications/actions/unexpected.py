"""What may go wrong with one line or one message without holding back the others: logged, counted and kept, then on."""

from jinja2 import TemplateError
from sqlalchemy.exc import SQLAlchemyError

UNEXPECTED = (SQLAlchemyError, TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
