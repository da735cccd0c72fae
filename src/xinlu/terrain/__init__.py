"""Walking time over real terrain: arrays in, arrays out."""
