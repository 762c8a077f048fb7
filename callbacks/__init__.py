"""What we promised to say."""
