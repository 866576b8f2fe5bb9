"""Command line: `smederij …` for owners and operators; `commands` is where it begins, each other room is a command."""
