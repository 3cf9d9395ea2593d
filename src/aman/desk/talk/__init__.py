"""The talk: the programme's questions, asked on a messaging line, until a person answers."""
