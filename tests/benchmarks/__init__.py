"""How fast the house is, measured on the server that ships, beside floors that nothing in Django could beat by much."""
