"""Pure decisions: no Flask, no SQLAlchemy, time comes in as a value."""
