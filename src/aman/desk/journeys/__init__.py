"""Journeys: from where somebody is to a team that waits for him, and what the team says of it."""
