"""The benchmark: the gateway and its peers over the same upstream, driven by wrk."""
