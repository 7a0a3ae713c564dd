"""The search: parse a question, widen it by concepts, rank provisions, count facets."""
