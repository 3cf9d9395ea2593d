"""The default words of figures, a module for each language; a programme may name its own."""
