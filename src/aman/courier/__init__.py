"""The courier: dials out to every front and carries both ways between it and the desk."""
