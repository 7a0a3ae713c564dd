"""The parts of a country pack: the country's database, a static copy of its pages, its profile as a
PDF.
"""
