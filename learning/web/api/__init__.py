"""What other systems ask for and bring, version 1: JSON below /api/v1, each request with a token of one programme."""
