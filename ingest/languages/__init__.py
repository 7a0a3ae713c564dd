"""The languages in which laws are read: what the program knows of each stands in <xx>.yml beside this file."""

LANGUAGES = ("en", "fr", "pt", "es", "ar")
