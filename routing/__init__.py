"""Who handles it, and when they work: departments, rules, clocks and opening hours."""
