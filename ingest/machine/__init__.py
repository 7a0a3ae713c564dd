"""What the machine suggests about a law; people decide."""
