"""The rules, as pure functions and tables: no clock, no database, no framework."""
