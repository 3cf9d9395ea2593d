"""The talk: the programme's questions as a conversation, pure."""
