"""E-mail: into files (demo), or to a server by SMTP."""
