"""What every test has: the people of `tests/cast.py`."""

pytest_plugins = ["tests.cast"]
