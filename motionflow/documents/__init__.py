"""Word documents in and out, from plain facts; nothing here knows of a database."""
