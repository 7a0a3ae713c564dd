"""What the pages share: routes, words, downloads, feeds."""
