"""The search: from a query to ranked articles and their snippets."""
