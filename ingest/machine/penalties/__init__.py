"""Penalties read in the text of an article. The words are in ingest/languages/<xx>.yml under
`penalty`; the .yml files here are about money, which is no language.
"""
