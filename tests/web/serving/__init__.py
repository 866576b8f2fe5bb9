"""What a site needs besides pages: connections, compressed files, and addresses for programs."""
