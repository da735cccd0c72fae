"""Files in and out of an office: registers and lists brought in, what they say asked about, and forms filled for it."""
