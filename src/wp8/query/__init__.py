"""From what is typed to what is looked for."""
