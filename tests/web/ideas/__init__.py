"""The pages of residents: submitting an idea, following it, and saying how to reach them."""
