"""What goes in and out, by resource."""
