"""What tests of the gateway and of sources share: servers, faults, databases, a browser."""
