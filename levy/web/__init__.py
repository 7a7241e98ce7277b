"""What a person sees in a browser: pages made on the server, with no script."""
