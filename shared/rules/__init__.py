"""Pure decisions that more than one service makes: no Flask, no SQLAlchemy, time comes in as a value."""
