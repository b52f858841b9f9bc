"""Property tests here try the same examples at every run, and have no stopwatch."""

from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")
