"""Holds for every test: no drawn example fails by the clock, for machines are slow at times."""

from hypothesis import settings

settings.register_profile("aman", deadline=None)
settings.load_profile("aman")
