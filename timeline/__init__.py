"""What happened: comments and events, append-only."""
