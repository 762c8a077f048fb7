"""What the browser asks of cases."""
