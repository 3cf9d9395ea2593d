"""Figures that mean what they say, give nobody away, and can be checked by outsiders."""
