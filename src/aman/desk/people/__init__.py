"""Several people in one case, and people who are linked: compartments, relations, consents."""
