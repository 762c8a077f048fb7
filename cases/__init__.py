"""What is wrong: the case, its SLA clock, its people and its resolution."""
