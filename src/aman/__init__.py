"""Aman: a self-hosted hotline that gets people in danger out safely."""
