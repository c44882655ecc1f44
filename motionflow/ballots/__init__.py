"""The cryptography of secret polls; knows no database."""
