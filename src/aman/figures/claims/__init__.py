"""The ledger of what others say about a hotline: claims, chains, conflicts, corrections."""
