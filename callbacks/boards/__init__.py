"""What the pages about callbacks show, put together."""
