"""The writing side of the review desk: its database, accounts, backups, and the way of its
decisions back into db/curated. The pages are in plugins/desk_*.py.
"""
