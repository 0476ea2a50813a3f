"""The database: tables, migrations, the unit of work and the read side; SQLite or PostgreSQL."""
