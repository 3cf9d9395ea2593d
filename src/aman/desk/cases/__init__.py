"""Cases: who wrote, and the only way to what he wrote (`access`)."""
