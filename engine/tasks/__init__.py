"""Tasks: worklists, and what people do with their tasks; the other modules lead up to completing one."""
