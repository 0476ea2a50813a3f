"""Keys and signatures: the key store, the signer behind its socket, the local certificate authority."""
