"""A writer's draft: what it quotes, and whether the corpus has it."""
