"""Pictures of diagrams: every shape, every mark, and no script."""
