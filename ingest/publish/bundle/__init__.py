"""The parts of `make export`: what is withheld, what the tables look like, and one writer for each
form.
"""
