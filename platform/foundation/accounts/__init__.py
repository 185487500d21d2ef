"""Who a person is and how she signs in: the one user model, its sessions and tokens, passwords and second factors. It must
never know where a person belongs (programmes), what she learns or who mentors her."""
