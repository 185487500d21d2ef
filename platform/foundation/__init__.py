"""Who people are, where they belong, and the means that all other floors use."""
