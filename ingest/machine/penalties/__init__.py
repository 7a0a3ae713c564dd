"""Words of penalties and of definitions in five languages (the .yml files) and the small tools that
read them.
"""
