"""What managers ask of the setup of their company."""
