"""Routes by resource. Each turns a request into one command or one read query."""
