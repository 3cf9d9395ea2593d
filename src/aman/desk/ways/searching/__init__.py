"""What only the search worker imports: compiled code that no web process ever loads."""
