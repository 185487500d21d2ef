"""What a quiz asks, and what an answer is worth. A definition and a seed decide everything."""
