"""How a person may be reached without putting him in danger, kept by software."""
