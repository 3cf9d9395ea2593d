"""What the page says around figures, a module for each language."""
