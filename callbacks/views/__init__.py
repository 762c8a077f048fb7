"""Pages about callbacks, and about what an answering service heard."""
