"""Training data of the suggestions, how they are made and scored."""
