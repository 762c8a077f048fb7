"""What we do about it: tickets, visits, line items, quotes, recurring plans."""
