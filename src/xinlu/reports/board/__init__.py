"""The public board of a county: how many households stand where, claimed beside recognised, with what must not be told left out."""
