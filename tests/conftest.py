"""What every test may ask for. Each fixture lives in the module of tests/support that is named for it."""

pytest_plugins = [
    "tests.support.browser",
    "tests.support.postgres",
    "tests.support.database",
    "tests.support.deliveries",
    "tests.support.warm",
]
