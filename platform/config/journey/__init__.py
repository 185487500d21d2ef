"""One learner's journey, played against a running server over HTTP and nothing else: from a coordinator's list to a
certificate that a stranger checks, with some of the mistakes that people make on the way. It must know nothing of the
server but its address and the demo's accounts."""
