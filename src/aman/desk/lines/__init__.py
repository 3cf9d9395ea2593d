"""Lines as the desk sees them: contacts, instructions, reports, heart-beats."""
