"""From the file of a law to its articles."""
