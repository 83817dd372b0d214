"""Pages that need no sign-in, or are for whoever is signed in."""
