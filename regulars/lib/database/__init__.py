"""Django's PostgreSQL, with less to do for each moment that is read."""
