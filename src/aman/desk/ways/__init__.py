"""Ways for a journey: the question, the worker that searches, and what it found, sealed."""
