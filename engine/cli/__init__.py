"""Command line: `smederij …` for owners and operators; it begins in `commands`, each other module is a command."""
